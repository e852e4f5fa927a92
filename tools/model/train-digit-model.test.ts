import { createHash } from 'node:crypto'
import t from 'tap'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { accuracyOf, classify } from './classify.ts'
import { readDigits, splitDigits } from './digits.ts'
import { activations } from './network.ts'
import { train } from './train.ts'
import { digitTraining, exportNetwork, trainDigitModel } from './train-digit-model.ts'

// The committed model uses 8000 digits and 20 epochs, which takes too long for a test.
const short = { ...digitTraining, heldOut: 9000, epochs: 2 }
const trained = await trainDigitModel(short)

t.test('a second training gives the same model to the byte, and another seed gives another one', async t => {
  t.ok((await trainDigitModel(short)).model.equals(trained.model))
  t.match(createHash('sha256').update(trained.model).digest('hex'), /^8d6ccb095885fa74/, 'on every machine')
  t.notOk(trained.model.equals((await trainDigitModel({ ...short, seed: 2 })).model))
})

t.test('a trained model recognises digits on which it was not trained', async t => {
  const { model, heldOut } = trained
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

t.test('a training reports its digits, and the mean loss of each epoch, which falls', async t => {
  const { progress, lines } = recordProgress()
  const { trainingDigits, heldOut } = await trainDigitModel({ ...short, heldOut: 9800 }, { progress })
  t.same([trainingDigits, heldOut.length], [200, 9800])
  t.match(lines, [
    'Training on 200 digits; 9800 are held out',
    /^epoch 1 of 2: mean loss 2\.\d{4}$/,
    /^epoch 2 of 2: mean loss \d\.\d{4}$/,
  ])
  const [first, second] = lines.slice(1).map(line => Number(line.split(' ').at(-1)))
  t.ok(second! < first!)
})
