import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from '../../functions/consumer/onnx-runtime.ts'
import t from 'tap'
import { writeSyntheticModel } from './synthetic-model.ts'

t.test('a model of 5 MB has exactly that size, loads, and computes probabilities', async t => {
  const path = join(t.testdir(), 'models', 'synthetic.onnx')
  const written = await writeSyntheticModel(path, { bytes: 5_000_000, seed: 1 })
  t.equal(statSync(path).size, 5_000_000)
  t.equal(written.sha256, createHash('sha256').update(readFileSync(path)).digest('hex'))

  const session = await InferenceSession.create(path)
  const images = Float32Array.from({ length: 2 * 784 }, (_, index) => (index % 5) / 5)
  const { probabilities } = await session.run({ image: new Tensor('float32', images, [2, 784]) })
  t.same(probabilities!.dims, [2, 10])
  const values = [...(probabilities!.data as Float32Array)]
  t.ok(Math.abs(values.slice(0, 10).reduce((a, b) => a + b) - 1) < 1e-4)
  t.not(values[0], values[10], 'different inputs give different outputs')
})

t.test('the weights make up the size, and hardly any of it is padding', async t => {
  const { layers } = await writeSyntheticModel(join(t.testdir(), 'm.onnx'), { bytes: 5_000_000, seed: 1 })
  const weights = layers.slice(1).reduce((sum, outputs, index) => sum + (layers[index]! + 1) * outputs * 4, 0)
  t.ok(weights > 0.99 * 5_000_000 && weights < 5_000_000, `${weights}`)
})

t.test('any size is met exactly, also sizes with the least possible padding', async t => {
  const dir = t.testdir()
  for (const bytes of [65_536, 65_537, 100_000, 1_048_576, 1_048_577]) {
    const path = join(dir, `${bytes}.onnx`)
    await writeSyntheticModel(path, { bytes, seed: 1 })
    t.equal(statSync(path).size, bytes)
    await (await InferenceSession.create(path)).release()
  }
})

t.test('the same size and seed give the same file, and another seed gives another one', async t => {
  const dir = t.testdir()
  const sha256 = async (name: string, seed: number) =>
    (await writeSyntheticModel(join(dir, name), { bytes: 300_000, seed })).sha256
  t.match(await sha256('a', 1), /^154dbbb68344b20f/, 'on every machine')
  t.match(await sha256('b', 1), /^154dbbb68344b20f/)
  t.match(await sha256('c', 2), /^8a85499412af2ee9/)
})

t.test('a size that protobuf or the layers cannot have is refused', async t => {
  const path = join(t.testdir(), 'm.onnx')
  for (const bytes of [0, 1000, 65_535, 2 ** 31, Number.NaN, 1e5 + 0.5]) {
    await t.rejects(writeSyntheticModel(path, { bytes, seed: 1 }), {
      code: 'INVALID_SIZE',
      message: `A synthetic model has 65536 to 2147483647 bytes, got ${bytes}.`,
      nextStep: /below 2 GiB/,
    })
  }
  const largest = { bytes: 2 ** 31 - 1, seed: 1, signal: AbortSignal.abort() }
  await t.rejects(writeSyntheticModel(path, largest), { name: 'AbortError' }, 'the largest has been begun')
})

t.test('an interrupted write leaves no file', async t => {
  const dir = t.testdir()
  const options = { bytes: 50_000_000, seed: 1, signal: AbortSignal.timeout(1) }
  await t.rejects(writeSyntheticModel(join(dir, 'm.onnx'), options))
  t.same(readdirSync(dir), [])
})
