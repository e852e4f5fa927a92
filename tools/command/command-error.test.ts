import t from 'tap'
import { CannotRunHere, CommandError, MisuseError } from './command-error.ts'

t.test('an error of a command has its code, its next step and its cause, if there is one', async t => {
  const cause = new Error('no wood')
  const error = new CommandError('OVEN_COLD', 'No bread.', { nextStep: 'Heat it.', cause })
  t.match(error, { name: 'CommandError', code: 'OVEN_COLD', message: 'No bread.', nextStep: 'Heat it.', cause })
  t.notOk('cause' in new CommandError('OVEN_COLD', 'No bread.'))
  t.ok('cause' in new CommandError('OVEN_COLD', 'No bread.', { cause: undefined }))
})

t.test('misuse points to the help unless it knows better, and keeps its cause', async t => {
  const cause = new Error('no number')
  t.match(new MisuseError('wrong', { cause }), {
    name: 'MisuseError',
    code: 'MISUSED',
    nextStep: 'Run it with --help.',
    cause,
  })
  t.equal(new MisuseError('wrong', { nextStep: 'Give a number.' }).nextStep, 'Give a number.')
  t.match(new CannotRunHere('It needs Linux.', { nextStep: 'Use Linux.', cause }), {
    code: 'CANNOT_RUN_HERE',
    nextStep: 'Use Linux.',
    cause,
  })
})
