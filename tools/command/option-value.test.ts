import t from 'tap'
import { pattern, positive } from './option-value.ts'

t.test('the value of an option is a whole number from 1 on', async t => {
  t.same([positive('1'), positive('12')], [1, 12])
  for (const wrong of ['0', '-1', '1.5', 'x', '', 'Infinity']) {
    t.throws(() => positive(wrong), { code: 'commander.invalidArgument', message: /whole number, 1 or more/ }, wrong)
  }
})

t.test('a pattern is returned as it is, and a broken one is refused with the reason', async t => {
  t.equal(pattern('a+'), 'a+')
  t.throws(() => pattern('a('), { code: 'commander.invalidArgument', message: /Unterminated group/ })
})
