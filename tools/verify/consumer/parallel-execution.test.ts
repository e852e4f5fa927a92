import t from 'tap'
import { type Execution, mustOverlap } from './parallel-execution.ts'

/** Lists the sentences that these executions break. */
function unmet(executions: readonly Execution[], requestIds = ['a', 'b']): readonly string[] {
  const broken: string[] = []
  const expect = (holds: boolean, otherwise: string) => void (holds || broken.push(otherwise))
  mustOverlap(executions, requestIds, { observed: () => {}, expect, leaveToReader: () => {} })
  return broken
}

const run = (requestId: string, environment: string, startedAt: number, endedAt: number): Execution => ({
  requestId,
  environment,
  startedAt,
  endedAt,
})

t.test('two requests ran at once if each began before the other ended, in two environments', async t => {
  t.same(unmet([run('a', '1', 0, 10), run('b', '2', 9, 20)]), [])
  t.same(unmet([run('a', '1', 0, 10), run('b', '2', 10, 20)]), ['They did not run at the same time'])
  t.same(unmet([run('a', '1', 0, 10), run('b', '1', 5, 20)]), ['One environment ran them all, one after another'])
})

t.test('requests that are missing in the log are not counted as parallel', async t => {
  t.match(unmet([run('a', '1', 0, 10)]), [/^The log has 1 of the 2 requests/, /^One environment/, /^They did not run/])
  t.match(unmet([]), [/^The log has 0 of the 2 requests/, /^One environment/, /^They did not run/])
})
