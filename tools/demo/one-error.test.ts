import t from 'tap'
import { CommandError } from '../command/command-error.ts'
import { errorLines } from '../command/error-lines.ts'
import { oneError } from './one-error.ts'

const failed = new CommandError('NOT_DEPLOYED', 'The stack is gone.', { nextStep: 'Deploy.' })
const left = new CommandError('LEFTOVERS', 'Still there: a bucket', { nextStep: 'Remove it.' })

t.test('a single failure stays unchanged', async t => {
  t.equal(oneError([failed]), failed)
})

t.test('the first failure keeps its code and sentence, and the others follow with theirs', async t => {
  t.same(errorLines(oneError([failed, left, new TypeError('x')]), false), [
    'Error: The stack is gone.\nBesides (LEFTOVERS): Still there: a bucket\nBesides (TypeError): x (NOT_DEPLOYED)',
    'Next step: Deploy. Remove it.',
  ])
})

t.test('errors without a next step and errors of AWS are combined too, and a step is said once', async t => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDenied' })
  const [empty, again] = [new RangeError(''), new CommandError('AGAIN', 'Twice.', { nextStep: 'Deploy.' })]
  const combined = oneError([empty, denied, 'a text', failed, again])
  t.match(combined, {
    code: 'RangeError',
    cause: empty,
    message:
      'RangeError\nBesides (ACCESS_DENIED): AWS refuses the call: no\nBesides (Error): a text\n' +
      'Besides (NOT_DEPLOYED): The stack is gone.\nBesides (AGAIN): Twice.',
    nextStep: /^Allow that action to .* Deploy\.$/,
  })
  t.equal((oneError([new Error('a'), 'b']) as CommandError).nextStep, undefined)
  t.equal((oneError([new CommandError('A', 'a'), failed]) as CommandError).nextStep, 'Deploy.')
  t.match(oneError([denied]), { code: 'ACCESS_DENIED' }, 'also a single one is explained')
})
