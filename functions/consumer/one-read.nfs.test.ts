import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import t from 'tap'
import { mountStats } from '../../tools/nfs-lab/mount-stats.ts'
import { useLab } from '../../tools/nfs-lab/use-lab-fixture.ts'
import { largeModel, largeModelInput } from './models-fixture.ts'

const consumerMemoryMiB = 1769 // the default of ConsumerMemorySize

for (const megabytes of [10, 500]) {
  t.test(`a cold start reads a model of ${megabytes} MB from the server once`, async t => {
    const lab = useLab(t)
    const folder = lab.folder()
    const bucket = await lab.bucket()
    for (const name of ['models', 'inputs']) mkdirSync(join(folder.server, name))
    writeFileSync(join(folder.server, 'inputs/row'), largeModelInput)
    const file = openSync(join(folder.server, 'models/large.onnx'), 'w')
    const hash = createHash('sha256')
    let bytes = 0
    for (const piece of largeModel(megabytes)) {
      hash.update(piece)
      bytes += writeSync(file, piece)
    }
    closeSync(file)
    const consumer = await lab.startHost({ mountPath: folder.b, bucket })
    const before = mountStats('/mnt/b').readFromServer
    const answer = await consumer.predict({ fileId: 'row', model: 'large' })
    const read = mountStats('/mnt/b').readFromServer - before
    t.match(
      answer,
      { status: 200, body: { modelSha256: hash.digest('hex') } },
      JSON.stringify(answer.body).slice(0, 300),
    )
    t.ok(read <= 1.05 * bytes, `${read} bytes read of ${bytes}`)
    t.ok(read >= bytes, 'none of it was known before')
    const peak = consumer.peakMemoryMiB()
    t.ok(peak < consumerMemoryMiB, `${peak} MiB of memory at the most`)
    lab.observe({
      what: `bytes read from the server for each byte of a model of ${megabytes} MB`,
      value: (read / bytes).toFixed(4),
      unit: 'B/B',
    })
    lab.observe({ what: `most memory of the Consumer with it`, value: peak, unit: 'MiB' })
  })
}
