import t from 'tap'
import { compileFilterPattern } from './filter-pattern.ts'

const event = JSON.stringify({
  level: 'ERROR',
  'a.b': 'dotted',
  count: 5,
  small: 1e-3,
  ok: true,
  no: false,
  nothing: null,
  list: ['first', { id: 2 }],
  user: { name: 'somebody', 'agent-id': 'x (y)' },
})

t.test('JSON patterns compare, combine and select from lists', async t => {
  for (const [pattern, expected] of [
    ['{ $.count > 4 }', true],
    ['{ $.count > 5 }', false],
    ['{ $.count >= 5 }', true],
    ['{ $.count < 5.5 && $.count <= 5 }', true],
    ['{ $.count = 5.0 }', true],
    ['{ $.count != 5 }', false],
    ['{ $.small = 1e-3 }', true],
    ['{ $.small < 0.01 }', true],
    ['{ $.level > 1 }', false],
    ['{ $.missing < 1 }', false],
    ['{ $.list[0] = "first" }', true],
    ['{ $.list[0] = first }', true],
    ['{ $.list[1].id = 2 }', true],
    ['{ $.list[2] = "first" }', false],
    ['{ $["a.b"] = "dot*" }', true],
    ['{ $.user.agent-id = "x (y)" }', true],
    ['{ $.missing NOT EXISTS }', true],
    ['{ $.count NOT EXISTS }', false],
    ['{ $.nothing NOT EXISTS }', false],
    ['{ $.constructor NOT EXISTS }', true],
    ['{ $.nothing IS NULL }', true],
    ['{ $.missing IS NULL }', false],
    ['{ $.ok IS TRUE }', true],
    ['{ $.no IS FALSE }', true],
    ['{ $.ok IS FALSE }', false],
    ['{ $.level = "INFO" || $.level = "ERROR" && $.count = 5 }', true],
    ['{ ($.level = "INFO" || $.level = "ERROR") && $.count = 6 }', false],
    ['{ $.level = "INFO" || ($.level = "ERROR" && ($.count = 5)) }', true],
    ['{ $.level = "INFO" && $.count = 5 || $.ok IS TRUE }', true],
    ['{($.count>4)&&($.user.name="some*")}', true],
  ] as const) {
    t.equal(compileFilterPattern(pattern)(event), expected, pattern)
  }
  t.equal(compileFilterPattern('{ $.count NOT EXISTS }')('no JSON'), false)
})

t.test('an invalid pattern, or one of a kind that is not built, is refused', async t => {
  for (const pattern of [
    '{',
    '{}',
    '{ }',
    '{ $ = 1 }',
    '{ $.a }',
    '{ $.a = }',
    '{ $.a = 1 && }',
    '{ $.a = 1 || || $.b = 2 }',
    '{ ($.a = 1 }',
    '{ $.a = 1) }',
    '{ $.a > "text" }',
    '{ $.a = %regular% }',
    '{ $.a[*] = 1 }',
    '{ $.a IS MISSING }',
    `{ ${'('.repeat(31)}$.a = 1${')'.repeat(31)} }`,
    `{ ${'('.repeat(5000)}`,
  ]) {
    t.throws(() => compileFilterPattern(pattern), { code: 'InvalidParameterException' }, pattern.slice(0, 40))
  }
  t.doesNotThrow(() => compileFilterPattern(`{ ${'('.repeat(30)}$.a = 1${')'.repeat(30)} }`))
})
