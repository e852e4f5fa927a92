import { appendFileSync, copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { captureReleases, input, startConsumer } from './consumer-fixture.ts'
import { identityModel, largeModel, largeModelInput } from './models-fixture.ts'

const skip = process.platform === 'linux' ? false : 'only Linux reports the memory'

// Beside a model of 61 MB there is room for an input of 60 MB, and without the model for one of 167 MB.
async function consumerOf400Mb(t: Parameters<typeof startConsumer>[0]) {
  const consumer = await startConsumer(t, { memoryMb: 400 })
  const releases = captureReleases(t, consumer.inference)
  mkdirSync(join(consumer.mountPath, 'models'))
  for (const piece of largeModel(61)) appendFileSync(join(consumer.mountPath, 'models/large.onnx'), piece)
  consumer.store('models/same.onnx', identityModel(['INT64']))
  consumer.store('inputs/few', input(['x0', 'INT64', [2], [1, 2]]))
  consumer.store('inputs/row', largeModelInput)
  const many = (count: number) =>
    `{"outputs":[],"inputs":[{"name":"x0","datatype":"INT64","shape":[${count}],"data":[${Array(count).fill(7)}]}]}`
  const works = async () => {
    t.match(await consumer.predict({ fileId: 'few', model: 'same' }), { status: 200 })
    t.match(await consumer.predict({ fileId: 'row', model: 'large' }), { status: 200 })
  }
  await works()
  return { ...consumer, many, works, releases }
}

t.test('models stay loaded beside each other as long as there is room for them', { skip }, async t => {
  const { mountPath, predict, inference, releases } = await consumerOf400Mb(t)
  const { pid } = inference
  t.equal(releases(), 0)
  const [large, other] = ['large', 'other'].map(name => join(mountPath, `models/${name}.onnx`)) as [string, string]
  copyFileSync(large, other)
  t.match(await predict({ fileId: 'row', model: 'other' }), { status: 200 })
  t.equal(releases(), 2, 'one because two models stay loaded at most, and one for the room that it takes')
  t.equal(inference.pid, pid, 'the room is there before the process would run out of it')
})

t.test(
  'if another model leaves no room for an input, a new process without that model serves the input',
  { skip },
  async t => {
    const { store, predict, inference, many, works } = await consumerOf400Mb(t)
    const { pid } = inference
    store('inputs/many', many(2_000_000))
    const { status, body } = await predict({ fileId: 'many', model: 'same' })
    t.match([status, body.modelSha256], [200, String], JSON.stringify(body).slice(0, 300))
    t.not(inference.pid, pid)
    await works()
  },
)

t.test(
  'an input that has no room even without other models is refused, and the other model stays loaded',
  { skip },
  async t => {
    const { store, predict, inference, many, works } = await consumerOf400Mb(t)
    const { pid } = inference
    store('inputs/many', many(6_000_000))
    t.match(await predict({ fileId: 'many', model: 'same' }), {
      status: 413,
      body: { error: 'TOO_LARGE', memoryMb: 400 },
    })
    t.equal(inference.pid, pid)
    await works()
  },
)
