import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { InferenceSession, Tensor } from '../../functions/consumer/onnx-runtime.ts'
import t from 'tap'
import { accuracyOf, classify } from './classify.ts'
import { readDigits, splitDigits } from './digits.ts'
import { type ModelCard, modelCard } from './model-card.ts'
import { chooseSamples, inferenceRequest, type Sample } from './samples.ts'
import { digitTraining } from './train-digit-model.ts'

// The tests read the committed files, which the demonstration uses, and do not train the model again.
const read = (name: string) => readFile(new URL(name, import.meta.url))
const model = await read('digits.onnx')
const card = JSON.parse(String(await read('digits.json'))) as ModelCard
const samples = JSON.parse(String(await read('samples/index.json'))) as Sample[]
const { training, heldOut } = splitDigits(readDigits(), { seed: card.training.seed, heldOut: card.heldOut.digits })
const classifications = await classify(model, heldOut)

t.test('the model reads at least 97 % of the held-out digits, and as many as its card says', async t => {
  const accuracy = accuracyOf(classifications)
  t.ok(accuracy >= 0.97, `${accuracy}`)
  t.equal(accuracy, card.accuracy)
})

t.test('the card belongs to this file', async t => {
  t.equal(createHash('sha256').update(model).digest('hex'), card.sha256)
  t.equal(model.length, card.bytes)
  t.same(modelCard(model, digitTraining, training.length, classifications), card, 'it says how the model is made now')
})

t.test('the card names the tensors, and a batch may have any size', async t => {
  const session = await InferenceSession.create(model)
  const { input, output } = card.architecture
  t.match(session.inputMetadata, [{ name: input.name, type: 'float32', shape: input.shape }])
  t.match(session.outputMetadata, [{ name: output.name, type: 'float32', shape: output.shape }])
  for (const batch of [1, 3]) {
    const image = new Tensor('float32', new Float32Array(batch * 784), [batch, 784])
    const { [output.name]: probabilities } = await session.run({ [input.name]: image })
    t.same(probabilities!.dims, [batch, 10])
    const sum = (probabilities!.data as Float32Array).slice(0, 10).reduce((a, b) => a + b)
    t.ok(Math.abs(sum - 1) < 1e-5, 'the probabilities of a digit sum up to 1')
  }
})

t.test('each sample is the first held-out digit of its label, as an inference request', async t => {
  t.same(await readdir(new URL('samples', import.meta.url)), [...samples.map(({ file }) => file), 'index.json'].sort())
  t.same(
    samples.map(({ label }) => label),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  )
  t.same(
    chooseSamples(classifications).map(({ sample }) => sample),
    samples,
  )
  for (const { file, label, index } of samples) {
    const digit = heldOut.find(each => each.label === label)!
    t.equal(digit.index, index)
    t.equal(String(await read(`samples/${file}`)), inferenceRequest(digit))
  }
})

t.test('the model reads every sample correctly, from the committed file', async t => {
  const session = await InferenceSession.create(model)
  for (const { file, label, correct } of samples) {
    const { inputs } = JSON.parse(String(await read(`samples/${file}`)))
    const [{ name, shape, datatype, data }] = inputs
    t.equal(datatype, 'FP32')
    const outputs = await session.run({ [name]: new Tensor('float32', Float32Array.from(data), shape) })
    const probabilities = outputs[card.architecture.output.name]!.data as Float32Array
    t.equal(probabilities.indexOf(Math.max(...probabilities)), label)
    t.equal(correct, true)
  }
})
