import t from 'tap'
import { accuracyOf, classify } from './classify.ts'
import { readDigits, splitDigits } from './digits.ts'
import { activations } from './network.ts'
import { train } from './train.ts'
import { digitTraining, exportNetwork, trainDigitModel } from './train-digit-model.ts'

// The committed model uses 8000 digits and 20 epochs, which takes too long for a test.
const short = { ...digitTraining, heldOut: 9000, epochs: 2 }

t.test('a second training gives the same model to the byte, and another seed gives another one', async t => {
  const once = await trainDigitModel(short)
  const again = await trainDigitModel(short)
  t.ok(once.model.equals(again.model))
  t.notOk(once.model.equals((await trainDigitModel({ ...short, seed: 2 })).model))
})

t.test('a trained model recognises digits on which it was not trained', async t => {
  const { model, heldOut } = await trainDigitModel(short)
  const untrained = await trainDigitModel({ ...short, epochs: 0 })
  t.ok(accuracyOf(await classify(model, heldOut)) > 0.6)
  t.ok(accuracyOf(await classify(untrained.model, heldOut)) < 0.3)
})

t.test('ONNX Runtime computes the same as the training', async t => {
  const { training, heldOut } = splitDigits(readDigits(), short)
  const network = await train(training.slice(0, 200), short)
  const digits = heldOut.slice(0, 50)
  for (const { digit, predicted, probability } of await classify(exportNetwork(network), digits)) {
    const own = activations(network, digit.pixels).at(-1)!
    t.equal(predicted, own.indexOf(Math.max(...own)))
    t.ok(Math.abs(probability - Math.max(...own)) < 1e-4)
  }
})

t.test('an interruption ends the training', async t => {
  await t.rejects(trainDigitModel(short, { signal: AbortSignal.abort() }), { name: 'AbortError' })
})
