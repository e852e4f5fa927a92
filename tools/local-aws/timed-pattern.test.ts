import t from 'tap'
import { matchesWhole, PatternFault } from './timed-pattern.ts'

/** Whether the pattern matches, or why it cannot be evaluated. */
function outcome(pattern: string, text: string): boolean | string {
  try {
    return matchesWhole(pattern, text)
  } catch (error) {
    if (error instanceof PatternFault) return `${error.kind}: ${error.message.slice(-60)}`
    throw error
  }
}

t.test('a pattern matches the whole text, as in Java', async t => {
  for (const [pattern, text, expected] of [
    ['[a-z]+', 'abc', true],
    ['[a-z]+', 'abc1', false],
    ['a|ab', 'ab', true],
    ['', '', true],
    ['\\Aa\\z', 'a', true],
    ['(?i)arn:.*', 'ARN:aws', true],
    ['\\p{L}+', 'é', true],
    ['\\d', '٣', false],
    ['[\\u00e0-\\u00FF]', 'é', true],
    ['\\\\u0041', '\\u0041', true],
    ['(?<name>a){2,}', 'aaa', true],
    ['[]a]+', ']a', true],
    ['[\\[a]', '[', true],
  ] as const)
    t.equal(outcome(pattern, text), expected, `${pattern} of ${text}`)
})

t.test('a pattern that V8 would never finish is interrupted, also while it is compiled', async t => {
  for (const [pattern, text] of [
    [`${'(|)'.repeat(30)}a`, 'x'],
    [`${'(\\b|\\B)'.repeat(40)}a`, 'x'],
    ['(a+)+', `${'a'.repeat(4095)}!`],
    ['(a|aa)+', `${'a'.repeat(4095)}!`],
  ] as const)
    t.equal(outcome(pattern, text), false, pattern)
  for (const pattern of ['(|a)'.repeat(250_000), '('.repeat(1_000_000)])
    t.match(
      outcome(pattern, 'a'),
      /^notBuilt: .*takes more than 250 ms\.$/,
      `a pattern of ${pattern.length} characters`,
    )
  t.equal(outcome('a', 'a'), true, 'the next pattern is evaluated')
})

const password = '(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d@$!%*?&]{8,}'
const bucketName = '(?!^(\\d+\\.)+\\d+$)(?!.*[.-]{2})[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]'

t.test('a pattern with lookaround or a reference is evaluated, and ends', async t => {
  for (const [pattern, text, expected] of [
    [password, 'Passw0rd', true],
    [password, 'password0', false],
    [bucketName, 'my-bucket', true],
    [bucketName, 'my--bucket', false],
    [bucketName, '10.0.0.1', false],
    ['.*(?<!-)', 'a-', false],
    ['.*(?<=-)', 'a-', true],
    ['(a|b)\\1', 'bb', true],
    ['(a|b)\\1', 'ab', false],
  ] as const)
    t.equal(outcome(pattern, text), expected, `${pattern} of ${text}`)
  t.match(outcome('(?=a)(a+)+', `${'a'.repeat(4095)}!`), /^notBuilt: .*takes more than 250 ms\.$/)
  for (const pattern of [`(?=a)${'(|)'.repeat(30)}a`, '(?=a)(|){30}a', '(?=a)\\h', '(?=a)[a-z&&[^b]]', '(?=a)(?i)b'])
    t.match(outcome(pattern, 'a'), /^notBuilt: .* that RE2 does not have\.$/, pattern)
  t.match(outcome('(?=a', 'a'), /^invalid: /)
})

t.test('a pattern that no engine accepts is invalid', async t => {
  for (const pattern of ['[', '(', ')', '*a', 'a{2,1}', '\\', '[z-a]'])
    t.match(outcome(pattern, 'a'), /^invalid: .* is not a regular expression\.$/, pattern)
})

t.test('a pattern that RE2 lacks, or that means something else in Java, is not evaluated', async t => {
  for (const pattern of ['a++', '\\h', '\\p{Alpha}', 'a{1001}', '((a{1000}){1000}){1000}'])
    t.match(outcome(pattern, 'a'), /^notBuilt: .* that RE2 does not have\.$/, pattern)
  for (const pattern of [
    '[a-z&&[^b]]',
    '[a[b]]',
    '[\\\\[a]',
    '[[:alpha:]]',
    'a{',
    '{',
    '\\v',
    '[\\v]',
    '(?P<n>a)',
    '(?U)a',
  ])
    t.match(outcome(pattern, 'a'), /^notBuilt: .* in Java than in RE2\.$/, pattern)
})
