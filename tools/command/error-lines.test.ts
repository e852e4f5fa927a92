import t from 'tap'
import { CommandError } from './command-error.ts'
import { errorLines } from './error-lines.ts'

t.test('an error line ends with the code, or with the name if that says more than "Error"', async t => {
  t.same(errorLines(new CommandError('OVEN_COLD', 'No bread.'), false), ['Error: No bread. (OVEN_COLD)'])
  t.same(errorLines(new TypeError('x is not a function'), false), ['Error: x is not a function (TypeError)'])
  t.same(errorLines(new Error('no wood'), false), ['Error: no wood'])
  t.same(errorLines('no wood', false), ['Error: no wood'])
  t.same(errorLines(Object.assign(new Error('no wood'), { code: 7 }), false), ['Error: no wood'])
})

t.test('each cause has one line, also if the causes form a circle', async t => {
  const wood = new Error('no wood')
  const fire = new Error('no fire: no wood', { cause: wood })
  const bread = new Error('no bread', { cause: fire })
  t.same(errorLines(bread, false), ['Error: no bread', '  Cause: no fire: no wood'])
  wood.cause = bread
  t.same(errorLines(bread, false), ['Error: no bread', '  Cause: no fire: no wood'])
})

t.test('the first error of an AggregateError is shown, as its cause or in place of its missing message', async t => {
  const refused = Object.assign(new Error('connect ECONNREFUSED ::1:80'), { code: 'ECONNREFUSED' })
  const both = [refused, new Error('connect ECONNREFUSED 127.0.0.1:80')]
  t.same(errorLines(new Error('no answer', { cause: new AggregateError(both) }), false), [
    'Error: no answer',
    '  Cause: connect ECONNREFUSED ::1:80 (AggregateError)',
  ])
  t.same(errorLines(new AggregateError(both, 'no answer'), false), [
    'Error: no answer (AggregateError)',
    '  Cause: connect ECONNREFUSED ::1:80 (ECONNREFUSED)',
  ])
  t.same(errorLines(new AggregateError([], 'no answer', { cause: refused }), false), [
    'Error: no answer (AggregateError)',
    '  Cause: connect ECONNREFUSED ::1:80 (ECONNREFUSED)',
  ])
})

t.test('stacks, also those of causes, are shown only when debugging', async t => {
  const error = new CommandError('OVEN_COLD', 'No bread.', { nextStep: 'Heat it.', cause: new Error('no wood') })
  const lines = ['Error: No bread. (OVEN_COLD)', '  Cause: no wood', 'Next step: Heat it.']
  t.same(errorLines(error, false), lines)
  const debugged = errorLines(error, true)
  t.same(debugged.slice(0, 3), lines)
  t.match(debugged.slice(3), [/^CommandError: No bread\.\n {4}at /, /^Error: no wood\n {4}at /])
})
