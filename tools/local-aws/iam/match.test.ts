import t from 'tap'
import { matchesPattern } from './match.ts'

t.test('a star matches any text, a question mark one character, and everything else itself', t => {
  const cases: [pattern: string, text: string, matches: boolean][] = [
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['?', '', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a*c', 'abcbc', true],
    ['a*c', 'abcb', false],
    ['*ab*ab', 'abxab', true],
    ['*ab*ab', 'ab', false],
    ['a**', 'a', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/x\ny', true],
    ['a.c', 'abc', false],
    ['[a](b)$', '[a](b)$', true],
    ['A', 'a', false],
    ['a*b', 'a*xb', true],
  ]
  for (const [pattern, text, matches] of cases) t.equal(matchesPattern(pattern, text), matches, `${pattern} on ${text}`)
  t.equal(matchesPattern('a?', 'ab', ''), false)
  t.equal(matchesPattern('a?*', 'a?b', ''), true)
  t.end()
})

// A matcher that tries every star again would never finish, so the test needs no time limit.
t.test('many stars take no longer than one', t => {
  t.equal(matchesPattern(`${'*a'.repeat(50)}*b`, 'a'.repeat(5000)), false)
  t.end()
})
