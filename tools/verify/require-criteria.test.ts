import t from 'tap'
import type { Verdict } from '../evidence/verdicts/verdict.ts'
import { LeftUndisturbed } from './lambda-function/temporary-configuration.ts'
import { requireCriteria } from './require-criteria.ts'
import { stubVerification } from './stub-verification-fixture.ts'
import { judge } from './verify.ts'
import type { Criterion, Findings } from './criterion.ts'

const verdict = (id: Verdict['id'], status: Verdict['status']): Verdict => ({
  id,
  status,
  claim: `Claim ${id}.`,
  evidence: `Evidence ${id}`,
  source: 'a call',
})
const verdicts =
  (...notUndone: string[]) =>
  (all: Verdict[]) =>
    Object.assign(all, { notUndone })

t.test('criteria that hold, or that a reader must judge, are no failure', async t => {
  t.doesNotThrow(() => requireCriteria([verdict('1.1', 'pass'), verdict('1.2', 'manual')]))
  t.doesNotThrow(() => requireCriteria(verdicts()([])))
})

t.test('criteria that fail are named with what was observed, and where to read on', async t => {
  const all = [verdict('1.1', 'fail'), verdict('1.2', 'pass'), verdict('C1', 'fail')]
  const message =
    '2 of 3 criteria and claims fail:\n  1.1  Claim 1.1.\n       Evidence 1.1\n  C1  Claim C1.\n       Evidence C1'
  t.throws(() => requireCriteria(all, 'evidence/run'), {
    code: 'CRITERIA_FAILED',
    message,
    nextStep: 'Read evidence/run, repair the system, and verify again: npm run verify',
  })
  t.throws(() => requireCriteria(all), { message, nextStep: 'npm run verify' })
  t.throws(() => requireCriteria(verdicts('a stays', 'b stays')([...all])), {
    code: 'CRITERIA_FAILED',
    message: `${message}\nThe checks could not remove these things:\n  a stays\n  b stays`,
  })
})

t.test('what could not be undone is a failure of its own', async t => {
  t.throws(() => requireCriteria(verdicts('a stays', 'b stays')([verdict('1.1', 'pass')])), {
    code: 'NOT_UNDONE',
    message: 'The checks could not remove these things:\n  a stays\n  b stays',
    nextStep: /^Verify again, .*npm run verify\. Or remove everything: npm run destroy$/,
  })
})

t.test('a verdict has what was broken, left to the reader and observed, in that order', async t => {
  const judged = (check: (findings: Findings) => void, signal?: AbortSignal) => {
    const criterion: Criterion = {
      id: '1.1',
      claim: 'It holds.',
      builtIn: [],
      shownIn: [],
      check: async (_, findings) => check(findings),
    }
    return judge(criterion, stubVerification({ signal }).verification)
  }
  const see = ({ observed }: Findings) => {
    observed('a call', 'one')
    observed('a call', 'two')
    observed('a file', 'three')
  }
  t.same(await judged(see), {
    id: '1.1',
    status: 'pass',
    claim: 'It holds.',
    evidence: 'a call: one; a call: two; a file: three',
    source: 'a call, a file',
  })
  const all = await judged(findings => {
    see(findings)
    findings.leaveToReader('Read it')
    findings.expect(true, 'It is fine')
    findings.expect(false, 'It is not')
  })
  t.match(all, { status: 'fail', evidence: 'It is not; Read it; a call: one; a call: two; a file: three' })
  t.match(await judged(({ leaveToReader }) => leaveToReader('Read it')), { status: 'manual', evidence: 'Read it' })
  t.match(await judged(() => {}), { status: 'fail', evidence: 'Nothing was observed.', source: '' })
  const fails = (error: unknown) => () => {
    throw error
  }
  t.match(await judged(fails(new LeftUndisturbed('Not checked'))), { status: 'manual', evidence: 'Not checked' })
  t.match(await judged(fails(new Error('no answer'))), { status: 'fail', evidence: 'no answer' })
  t.match(await judged(fails('text')), { status: 'fail', evidence: 'text' })
  const denied = Object.assign(new Error('said AWS'), { name: 'AccessDenied' })
  t.match(await judged(fails(denied)), { status: 'fail', evidence: 'AWS refuses the call: said AWS' })
  await t.rejects(judged(fails(new Error('no answer')), AbortSignal.abort()), { name: 'AbortError' })
})
