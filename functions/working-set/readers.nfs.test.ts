import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { useLab } from '../../tools/nfs-lab/use-lab-fixture.ts'
import { input } from '../consumer/consumer-fixture.ts'
import { addModel } from '../consumer/models-fixture.ts'

const replacements = 200

t.test(`readers in a tight loop see ${replacements} replacements whole, and never go back to an older one`, async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const [producer, ...readers] = await Promise.all(
    [folder.a, folder.b, folder.c].map(mountPath => lab.startHost({ mountPath, bucket })),
  )
  bucket.objects.set('models/add.onnx', addModel([0, 0]))
  await producer!.notify('models/add.onnx')
  const content = (i: number) => input(['x', 'FP32', [1, 2], [i, i]])
  const { body } = await producer!.ingest({ key: 'inputs/row', data: content(0) })
  const request = { fileId: body.fileId, model: 'add' }
  let finished = 0
  let done = false
  let [answers, other, old] = [0, 0, 0]
  const reading = readers.map(async reader => {
    let newest = 0
    while (!done) {
      const before = finished
      const answer = await reader.predict(request)
      answers++
      const seen = answer.body.outputs?.[0].data[0]
      if (answer.status !== 200) {
        other++
        t.fail(JSON.stringify(answer))
      } else if (seen < before || seen < newest) {
        old++
        t.fail(`${seen} was read when ${before} had been written and ${newest} been read`)
      } else newest = seen
    }
  })
  for (let i = 1; i <= replacements; i++) {
    bucket.objects.set('inputs/row', Buffer.from(content(i)))
    await producer!.notify('inputs/row')
    finished = i
  }
  done = true
  await Promise.all(reading)
  t.ok(answers > readers.length, `${answers} answers`)
  t.equal(readFileSync(join(folder.server, 'inputs', body.fileId), 'utf8'), content(replacements))
  lab.observe({ what: `predictions during ${replacements} replacements of their input`, value: answers, unit: '' })
  lab.observe({ what: 'of them not answered with 200', value: other, unit: '' })
  lab.observe({ what: 'of them with an input older than what had been written', value: old, unit: '' })
})
