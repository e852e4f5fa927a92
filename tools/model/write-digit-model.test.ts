import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { writeDigitModel } from './write-digit-model.ts'

t.test('a short training writes the model, its card and the samples', async t => {
  const folder = join(t.testdir(), 'new', 'folder')
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const card = await writeDigitModel(folder, { heldOut: 9950, epochs: 1, seed: 3 })
  t.same(read('digits.json'), card)
  t.match(readFileSync(join(folder, 'digits.json'), 'utf8'), /^\{\n {2}"file": "digits\.onnx",[^]*\n\}\n$/)
  t.match(card, {
    heldOut: { digits: 9950 },
    training: { digits: 50, seed: 3, epochs: 1, learningRate: 0.02 },
    architecture: { layers: [784, 128, 64, 10] },
  })
  t.equal(readFileSync(join(folder, 'digits.onnx')).length, card.bytes)
  const samples = Array.from({ length: 10 }, (_, label) => `digit-${label}.json`)
  t.same(
    read('samples/index.json').map(({ file }: { file: string }) => file),
    samples,
  )
  t.same(readdirSync(join(folder, 'samples')).sort(), [...samples, 'index.json'])
  for (const file of samples) t.match(read(`samples/${file}`), { inputs: [{ name: 'image', shape: [1, 784] }] })
})
