import t from 'tap'
import { datatypeOf, datatypeOfInput, list, notCarried } from './model-terms.ts'

const tensor = { name: 'x', isTensor: true, type: 'float32' }

t.test('the datatype of a value is known if it is a tensor of a type that the protocol has', async t => {
  t.equal(datatypeOf(tensor), 'FP32')
  t.equal(datatypeOfInput(tensor), 'FP32')
  t.equal(datatypeOf({ ...tensor, type: 'float8' }), undefined)
  t.equal(datatypeOf({ ...tensor, isTensor: false }), undefined)
  t.equal(datatypeOf({ name: 'x', isTensor: true }), undefined)
})

t.test('an input of another type makes the model invalid, because no request can be made for it', async t => {
  t.throws(() => datatypeOfInput({ name: 'x', isTensor: false, words: 'a sequence of tensors of FP32' }), {
    code: 'INVALID_MODEL',
    message:
      'The model\'s input "x" is a sequence of tensors of FP32, which the protocol cannot carry. ' +
      'No request can be made for this model.',
  })
})

t.test('a value without a type in words is described by the type that the runtime reports', async t => {
  const said = (value: object) => notCarried('INVALID_INPUT', 'output', { ...tensor, ...value }, 'Next.')
  t.match(said({ type: 'float8' }), {
    code: 'INVALID_INPUT',
    message: 'The model\'s output "x" is a tensor of FLOAT8, which the protocol cannot carry. Next.',
  })
  t.match(said({ isTensor: false, words: '' }), { message: /"x" is no tensor, which/ })
})

t.test('names are listed in quotes, and no names as "none"', async t => {
  t.equal(list(['a', 'b c']), '"a", "b c"')
  t.equal(list([]), 'none')
})
