import t from 'tap'
import { type Execution, mustOverlap } from './parallel-execution.ts'

/** The sentences that do not hold of these executions. */
function unmet(executions: readonly Execution[], requestIds = ['a', 'b']): readonly string[] {
  const broken: string[] = []
  const must = (holds: boolean, otherwise: string) => void (holds || broken.push(otherwise))
  mustOverlap(executions, requestIds, { saw: () => {}, must, leaveToReader: () => {} })
  return broken
}

const run = (requestId: string, environment: string, startedAt: number, endedAt: number): Execution => ({
  requestId,
  environment,
  startedAt,
  endedAt,
})

t.test('two requests ran at once where each began before the other ended, in environments of their own', async t => {
  t.same(unmet([run('a', '1', 0, 10), run('b', '2', 9, 20)]), [])
  t.same(unmet([run('a', '1', 0, 10), run('b', '2', 10, 20)]), ['They did not run at the same time'])
  t.same(unmet([run('a', '1', 0, 10), run('b', '1', 5, 20)]), ['One environment ran them all, one after another'])
})

t.test('a request that the log does not have may have run at any time', async t => {
  t.match(unmet([run('a', '1', 0, 10)]), [/^The log has 1 of the 2 requests/, /^One environment/, /^They did not run/])
  t.match(unmet([]), [/^The log has 0 of the 2 requests/, /^One environment/, /^They did not run/])
})
