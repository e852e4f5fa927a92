import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { becomeFirstVictim } from './first-victim.ts'

const adjustment = '/proc/self/oom_score_adj'

t.test('the kernel ends this process first when memory runs out', { skip: skipReason() }, async t => {
  const before = readFileSync(adjustment, 'utf8')
  t.teardown(() => writeFileSync(adjustment, before))
  becomeFirstVictim()
  t.equal(readFileSync(adjustment, 'utf8').trim(), '1000')
})

function skipReason(): string | false {
  return existsSync(adjustment) ? false : `this system has no ${adjustment}`
}
