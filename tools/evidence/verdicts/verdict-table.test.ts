import t from 'tap'
import { isClaim, type Verdict } from './verdict.ts'
import { verdictsInBrief, verdictTable } from './verdict-table.ts'

const verdict = (id: Verdict['id'], status: Verdict['status']) =>
  ({ id, status, claim: `Claim ${id}`, evidence: 'seen', source: 'a call' }) as Verdict
const verdicts = [verdict('1.1', 'pass'), verdict('1.2', 'fail'), verdict('2.1', 'manual')]

t.test('the brief form has the count, and a line for each criterion that did not pass', t => {
  t.equal(
    verdictsInBrief(verdicts),
    'Requirements      1 pass, 1 fail, 1 manual\n  fail    1.2   Claim 1.2\n  manual  2.1   Claim 2.1',
  )
  t.equal(verdictTable(verdicts).split('\n').length, 5, 'the full form has a line for each criterion')
  t.end()
})

t.test('an id that begins with C is a claim of the README, any other a criterion', t => {
  t.same([isClaim({ id: 'C1' }), isClaim({ id: '1.1' })], [true, false])
  const full = verdictTable([...verdicts, verdict('C1', 'pass')])
  t.match(full, /C1/)
  t.end()
})
