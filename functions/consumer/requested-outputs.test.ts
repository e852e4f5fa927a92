import t from 'tap'
import type { ModelOutput } from './model-interface.ts'
import { fetchedNames, requestedOutputs } from './requested-outputs.ts'

const [a, b] = ['a', 'b'].map(name => ({ name, isTensor: true, type: 'float32' })) as [ModelOutput, ModelOutput]
const sequence = { name: 's', isTensor: false, words: 'a sequence of tensors of FP32' }

const asked = (outputMetadata: ModelOutput[], ...names: string[]) =>
  requestedOutputs({ outputs: names.map(name => ({ name })) } as never, { outputMetadata }).map(({ name }) => name)

t.test(
  'the outputs that a request names come once each and in its order, or else all in the model’s order',
  async t => {
    t.same(asked([a, b], 'b', 'a', 'b'), ['b', 'a'])
    t.same(asked([a, b]), ['a', 'b'])
    t.same(asked([a, sequence], 'a'), ['a'], 'the other one is not asked for')
    const outputMetadata = [a]
    const all = requestedOutputs({}, { outputMetadata })
    t.same(all, outputMetadata)
    t.not(all, outputMetadata, 'the caller may change the list')
  },
)

t.test('an output that the model lacks is refused with those that it has', async t => {
  t.throws(() => asked([a, sequence], 'z'), {
    code: 'INVALID_INPUT',
    message: 'The model has no output "z"; it has "a".',
  })
  t.throws(() => asked([], 'z'), { code: 'INVALID_MODEL', message: 'The model has no outputs.' })
})

t.test('an output that the protocol cannot carry is refused, whether a request names it or names none', async t => {
  const what = 'The model\'s output "s" is a sequence of tensors of FP32, which the protocol cannot carry.'
  t.throws(() => asked([a, sequence], 's'), { code: 'INVALID_INPUT', message: `${what} It can be asked for "a".` })
  t.throws(() => asked([a, b, sequence]), {
    code: 'INVALID_MODEL',
    message: `${what} Name what you want in "outputs" of the input: "a", "b".`,
  })
  t.throws(() => asked([sequence]), { code: 'INVALID_MODEL', message: `${what} It has no other.` })
})

t.test('the runtime is asked for what the outputs are made of, and for names that every object has', async t => {
  const outputs = [
    { name: 'p', isTensor: true, from: 'tensor' },
    { name: 'p.labels', isTensor: true, from: 'tensor' },
    { name: 'b', isTensor: true },
  ]
  t.same(fetchedNames(outputs, ['b', 'tensor', 'constructor', 'other']), ['tensor', 'b', 'constructor'])
  t.same(fetchedNames([], ['other']), [])
})
