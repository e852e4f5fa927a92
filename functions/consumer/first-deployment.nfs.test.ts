import t from 'tap'
import { useLab } from '../../tools/nfs-lab/use-lab-fixture.ts'
import { input } from './consumer-fixture.ts'
import { addModel } from './models-fixture.ts'

const row = input(['x', 'FP32', [1, 2], [1, 2]])

t.test(
  'a file that was requested before it existed is found as soon as it exists, on an empty file system',
  async t => {
    const lab = useLab(t)
    const folder = lab.folder()
    const bucket = await lab.bucket()
    const [producer, consumer] = await Promise.all([
      lab.startHost({ mountPath: folder.a, bucket }),
      lab.startHost({ mountPath: folder.b, bucket }),
    ])
    const fileId = 'row-c91df22e7f4bb56dab3ba4ea2a2a8277c6dac358'
    t.match(await consumer.predict({ fileId, model: 'add' }), { status: 404, body: { error: 'NOT_FOUND' } })
    t.match(await producer.ingest({ key: 'inputs/row', data: row }), { status: 201, body: { fileId } })
    t.match(await consumer.predict({ fileId, model: 'add' }), { status: 404, body: { error: 'MODEL_NOT_FOUND' } })
    bucket.objects.set('models/add.onnx', addModel([1, 1]))
    t.match(await producer.ingest({ key: 'models/add.onnx' }), { status: 201 })
    t.match(await consumer.predict({ fileId, model: 'add' }), { status: 200, body: { outputs: [{ data: [2, 3] }] } })
    lab.observe({
      what: 'a file that was asked for before it was there is found',
      value: 'at the next request',
      unit: '',
    })
  },
)

t.test('a model is found below any depth of folders that another host has just made', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const [producer, consumer] = await Promise.all([
    lab.startHost({ mountPath: folder.a, bucket }),
    lab.startHost({ mountPath: folder.b, bucket }),
  ])
  const { body } = await producer.ingest({ key: 'inputs/row', data: row })
  for (const model of ['n/m', 'n/o/p/q/m', 'r/s/m.onnx']) {
    const request = { fileId: body.fileId, model }
    t.match(await consumer.predict(request), { status: 404, body: { error: 'MODEL_NOT_FOUND' } }, model)
    bucket.objects.set(`models/${model}`, addModel([1, 1]))
    await producer.notify(`models/${model}`)
    t.match(await consumer.predict(request), { status: 200 }, model)
  }
  lab.observe({ what: 'a file below up to four new folders is found', value: 'at the next request', unit: '' })
})

t.test('two hosts can make the first folders of an empty file system at the same time', async t => {
  const lab = useLab(t)
  const folder = lab.folder()
  const bucket = await lab.bucket()
  const hosts = await Promise.all([
    lab.startHost({ mountPath: folder.a, bucket }),
    lab.startHost({ mountPath: folder.b, bucket }),
    lab.startHost({ mountPath: folder.c, bucket }),
  ])
  const statuses = hosts.map(async (host, i) => (await host.ingest({ key: `inputs/${i}`, data: row })).status)
  t.same(await Promise.all(statuses), [201, 201, 201])
})
