import t from 'tap'
import { failureLines } from './outcome-lines.ts'

const values = { found: 'a found one', wanted: 'a wanted one', pattern: 'a pattern', doesNotWant: 'an unwanted one' }
const shown = (diagnostics: Readonly<Record<string, unknown>>) =>
  failureLines({ name: 'x.test.ts > adds', diagnostics }).join('\n')

t.test('a failed assertion shows the found and the wanted value, or their difference', t => {
  const whole = shown({ ...values, compare: '===', note: 'more' })
  for (const [name, value] of Object.entries(values)) t.match(whole, `    ${name}: ${value}`)
  t.match(whole, '    note: more')
  t.notMatch(whole, 'compare')
  t.equal(shown({ ...values, diff: '-1\n+2\n', note: 'more' }), '  x.test.ts > adds\n    -1\n    +2\n    note: more\n')
  t.end()
})
