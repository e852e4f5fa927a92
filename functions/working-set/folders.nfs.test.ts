import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { useLab } from '../../tools/nfs-lab/use-lab-fixture.ts'
import { input } from '../consumer/consumer-fixture.ts'
import { addModel } from '../consumer/models-fixture.ts'

async function hosts(t: Test) {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const [a, b, c] = await Promise.all(
    [folder.a, folder.b, folder.c].map(mountPath => lab.startHost({ mountPath, bucket })),
  )
  const store = async (key: string, weight: number, host = a!) => {
    bucket.objects.set(key, addModel([weight, weight]))
    return (await host.notify(key))[0]!.status
  }
  const { body } = await a!.ingest({ key: 'inputs/row', data: input(['x', 'FP32', [1, 2], [1, 2]]) })
  const fileId = body.fileId as string
  const first = async (host: typeof a, model: string) =>
    (await host!.predict({ fileId, model })).body.outputs?.[0].data[0]
  return { lab, folder, a: a!, b: b!, c: c!, store, first, fileId }
}

t.test('a folder that was moved is not confused with the one that now has its name', async t => {
  const { lab, folder, a, b, c, store, first, fileId } = await hosts(t)
  await store('models/live/m.onnx', 1)
  await store('models/next/m.onnx', 2)
  for (const host of [a, b, c]) t.equal(await first(host, 'live/m'), 2)
  renameSync(join(folder.server, 'models/live'), join(folder.server, 'models/old'))
  renameSync(join(folder.server, 'models/next'), join(folder.server, 'models/live'))
  t.equal(await first(b, 'live/m'), 3, 'a reader')
  t.equal(await store('models/live/n.onnx', 3, c), 'created')
  t.ok(existsSync(join(folder.server, 'models/live/n.onnx')), 'a writer')
  t.equal(await first(a, 'live/n'), 4)
  renameSync(join(folder.server, 'inputs'), join(folder.server, 'inputs.bak'))
  mkdirSync(join(folder.server, 'inputs'))
  chownSync(join(folder.server, 'inputs'), 1000, 1000)
  writeFileSync(join(folder.server, 'inputs', fileId), input(['x', 'FP32', [1, 2], [10, 20]]))
  t.equal(await first(b, 'live/m'), 12, 'a folder that was put back from elsewhere')
  lab.observe({
    what: 'a folder that an operator puts in the place of another is seen',
    value: 'at the next request',
    unit: '',
  })
})

t.test('readers and writers find folders that were removed and made again', async t => {
  const { folder, a, b, c, store, first } = await hosts(t)
  for (let weight = 1; weight <= 4; weight++) {
    t.equal(await store('models/x/y/m.onnx', weight, [a, c][weight % 2]), 'created')
    for (const host of [b, a, c]) t.equal(await first(host, 'x/y/m'), 1 + weight)
    rmSync(join(weight % 2 ? folder.server : folder.c, 'models/x'), { recursive: true })
  }
  t.equal(await store('models/x/y/m.onnx', 5, b), 'created')
  t.equal(await first(c, 'x/y/m'), 6)
})
