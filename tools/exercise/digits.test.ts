import { statSync } from 'node:fs'
import t from 'tap'
import { digitOf, digitSamples, modelFile } from './digits.ts'

t.test('the samples are the ten digits as they lie in the bucket, the seven first', async t => {
  const samples = await digitSamples()
  t.same(
    samples.map(({ label }) => label),
    [7, 0, 1, 2, 3, 4, 5, 6, 8, 9],
  )
  for (const { key, label, body } of samples) {
    t.equal(key, `inputs/digit-${label}.json`)
    t.match(JSON.parse(body.toString()), { inputs: [{ shape: [1, 784], datatype: 'FP32' }] })
  }
  t.ok(statSync(modelFile).isFile())
})

t.test('the digit is the most probable class of the first output', t => {
  const other = { data: [1, 0] }
  t.equal(digitOf([{ data: [0.1, 0.2, 0.7] }, other]), 2)
  t.equal(digitOf([{ data: [-3, -1, -2] }, other]), 1)
  t.equal(digitOf([{ data: [0.5, 0.5] }]), 0)
  t.end()
})
