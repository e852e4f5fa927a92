import fc from 'fast-check'
import t from 'tap'
import { holds } from '../../tools/testing/property.ts'
import { anyBody, isInContract, oddValue } from '../http/body-fixture.ts'
import { input, startConsumer } from './consumer-fixture.ts'
import { identityModel } from './models-fixture.ts'

const mostly = (good: string[], other: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: other })

const body = anyBody({
  fileId: mostly(['row', 'text'], fc.string({ unit: fc.constantFrom(...'ab_.-/é'), maxLength: 130 })),
  model: mostly(['same', 'same.onnx', 'none', 'broken'], fc.string({ unit: 'grapheme', maxLength: 300 })),
  archive: fc.boolean(),
})

async function startWithFiles(t: Parameters<typeof startConsumer>[0]) {
  const consumer = await startConsumer(t)
  consumer.store('models/same.onnx', identityModel(['FLOAT']))
  consumer.store('models/broken.onnx', 'no model')
  consumer.store('inputs/row', input(['x0', 'FP32', [2], [1, 2]]))
  consumer.store('inputs/text', 'no input')
  return consumer
}

t.test('/predict answers any body as its contract says', async t => {
  const { predict } = await startWithFiles(t)
  const statuses = new Set<number>()
  const answered = fc.asyncProperty(body, async ({ body, isBase64Encoded }) => {
    const answer = await predict('', { body, isBase64Encoded })
    statuses.add(answer.status)
    return isInContract(answer)
  })
  await holds(answered, { runs: 300 })
  t.same([...statuses].sort(), [200, 400, 404, 422], 'each status came')
})

t.test('/predict answers any input file as its contract says', async t => {
  const { predict, store } = await startWithFiles(t)
  const good = { name: 'x0', shape: [2], datatype: 'FP32', data: [1, 2] }
  const fields = ['name', 'shape', 'datatype', 'data'] as const
  const changed = fc
    .tuple(fc.constantFrom(...fields), oddValue, fc.boolean())
    .map(([field, value, wrapped]) => ({ ...good, [field]: wrapped ? [value, value] : value }))
  const content = fc.oneof(
    { weight: 4, arbitrary: fc.array(changed, { maxLength: 2 }).map(inputs => JSON.stringify({ inputs })) },
    {
      weight: 2,
      arbitrary: fc.tuple(changed, oddValue).map(([tensor, outputs]) => JSON.stringify({ inputs: [tensor], outputs })),
    },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.uint8Array().map(bytes => Buffer.from(bytes)) },
  )
  const answered = fc.asyncProperty(content, async content => {
    store('inputs/any', content)
    return isInContract(await predict({ fileId: 'any', model: 'same' }))
  })
  await holds(answered, { runs: 200 })
  t.pass('the property holds')
})
