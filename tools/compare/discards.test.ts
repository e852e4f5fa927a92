import t from 'tap'
import { withDiscards } from './discards.ts'
import type { Row } from './row.ts'

const row = (change: Partial<Row> = {}): Row => ({
  deployment: 0,
  round: 0,
  order: 0,
  store: 'efs',
  sizeMib: 10,
  memoryMb: 3008,
  phase: 'cold',
  concurrency: 1,
  index: 0,
  startedAt: '2026-11-29T00:00:00.000Z',
  statusCode: 200,
  clientMs: 95,
  coldStart: true,
  durationMs: 60,
  initDurationMs: 40,
  kept: true,
  ...change,
})
const reasonOf = (change: Partial<Row>) => withDiscards([row(change)])[0]!.discardedBecause
const without = (member: keyof Row) => {
  const { [member]: _left, ...rest } = row()
  return withDiscards([rest as Row])[0]
}

t.test('a cold call counts if Lambda reported it, and initialised during the call', async t => {
  for (const phase of ['cold', 'burst'] as const) {
    t.same(withDiscards([row({ phase })]), [row({ phase })])
    t.equal(reasonOf({ phase, coldStart: false }), 'the environment was warm')
  }
  t.match(without('durationMs'), { kept: false, discardedBecause: 'Lambda did not report it' })
  t.match(without('initDurationMs'), {
    kept: false,
    discardedBecause: 'Lambda reported no initialisation: it was done ahead of the call, or again in it',
  })
  t.equal(reasonOf({ clientMs: 95 }), undefined, 'at exactly 5 ms of slack')
  t.equal(reasonOf({ clientMs: 94.9 }), 'Lambda had initialised ahead of the call', 'beyond 5 ms of slack')
})

t.test('a warm call counts unless its environment was cold', async t => {
  t.equal(reasonOf({ phase: 'warm', coldStart: false, clientMs: 1 }), undefined)
  t.equal(reasonOf({ phase: 'warm' }), 'the environment was cold')
})

t.test('a discarded row keeps its reason', async t => {
  const failed = row({ kept: false, discardedBecause: 'status 500', coldStart: false })
  t.same(withDiscards([failed]), [failed])
})
