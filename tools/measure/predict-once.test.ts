import t from 'tap'
import type { ApiAnswer, ApiClient } from '../exercise/api-client.ts'
import { openConnections } from './open-connections.ts'
import { discard, predictOnce } from './predict-once.ts'

const request = { fileId: 'f', model: 'm' }
const startedAt = new Date('2026-11-30T10:00:00Z')

/** One call whose answer, or its failure, is this. */
function call(answer: Partial<ApiAnswer> | (() => never), signal?: AbortSignal) {
  const asked: unknown[] = []
  const post = async (...about: unknown[]) => {
    asked.push(about)
    return typeof answer === 'function' ? answer() : { startedAt, clientMs: 5, reusedConnection: true, ...answer }
  }
  return predictOnce({ post } as unknown as ApiClient, request, 'warm', 3, signal).then(row => ({ row, asked }))
}

t.test('the row of a call has what the function says, and what the client knows', async t => {
  const body = { coldStart: false, stages: { read: 1 }, inputSha256: 'i', modelSha256: 'm', outputs: [] }
  const { signal } = new AbortController()
  const { row, asked } = await call({ statusCode: 200, body, requestId: 'r' }, signal)
  t.same(asked, [['/predict', request, signal]])
  t.same(row, {
    phase: 'warm',
    index: 3,
    startedAt: '2026-11-30T10:00:00.000Z',
    statusCode: 200,
    requestId: 'r',
    clientMs: 5,
    reusedConnection: true,
    coldStart: false,
    stages: { read: 1 },
    inputSha256: 'i',
    modelSha256: 'm',
    kept: true,
  })
})

t.test('an answer that is no prediction is kept as discarded, with its status and its error', async t => {
  for (const [answer, discardedBecause] of [
    [{ statusCode: 503, body: { error: 'EFS_UNAVAILABLE', coldStart: true } }, 'status 503 EFS_UNAVAILABLE'],
    [{ statusCode: 201, body: {} }, 'status 201'],
    [{ statusCode: 200, body: 'text' }, 'status 200 with a body that is not JSON'],
    [{ statusCode: 200, body: null }, 'status 200 with a body that is not JSON'],
  ] as const) {
    const { row } = await call(answer)
    t.match(row, { kept: false, statusCode: answer.statusCode })
    t.equal(row.discardedBecause, discardedBecause)
    t.notOk('coldStart' in row)
    t.notOk('requestId' in row)
  }
})

t.test('a call without an answer has its time in whole microseconds and the reason, except after Ctrl-C', async t => {
  const { now } = performance
  const times = [1000, 1012.3456789]
  performance.now = () => times.shift()!
  t.teardown(() => void (performance.now = now))
  const fail = (reason: unknown) => () => {
    throw reason
  }
  const { row } = await call(fail(new Error('socket hang up')))
  performance.now = now
  t.match(row, { phase: 'warm', index: 3, statusCode: null, clientMs: 12.346, kept: false })
  t.equal(row.discardedBecause, 'socket hang up')
  t.match(row.startedAt, /^2\d{3}-\d\d-\d\dT[\d:.]+Z$/)
  t.equal((await call(fail('no reason'))).row.discardedBecause, 'no reason')
  await t.rejects(call(fail(new Error('hang up')), AbortSignal.abort()), { name: 'AbortError' })
})

t.test('the first reason for which a row does not count stays', async t => {
  const { row } = await call({ statusCode: 500, body: {} })
  t.match(discard(row, 'warm-up'), { kept: false, discardedBecause: 'status 500' })
  t.match(discard({ ...row, discardedBecause: undefined }, 'warm-up'), { discardedBecause: 'warm-up' })
})

t.test('connections that cannot be opened are no failure, except after Ctrl-C', async t => {
  const counts: number[] = []
  const api = {
    connect: async (count: number) => {
      counts.push(count)
      throw new Error('refused')
    },
  } as unknown as ApiClient
  await openConnections(api, 4)
  t.same(counts, [4])
  await t.rejects(openConnections(api, 1, AbortSignal.abort()), { name: 'AbortError' })
})
