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
