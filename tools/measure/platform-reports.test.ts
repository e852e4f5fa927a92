import t from 'tap'
import { logService } from '../evidence/log-service-fixture.ts'
import type { Invocation } from './invocation.ts'
import { readPlatformReports, withReport } from './platform-reports.ts'

const since = new Date('2026-01-01T00:00:00.000Z')
const metrics = { durationMs: 5.5, billedDurationMs: 6, maxMemoryUsedMB: 120 }

function event(requestId: string, more: object = {}): object {
  const record = { requestId, metrics: { ...metrics, ...more } }
  return { logStreamName: 'stream', message: JSON.stringify({ type: 'platform.report', record }) }
}

t.test('reports are read from every page until each request has one', async t => {
  const client = await logService(t, ({ nextToken, filterPattern }, count) => {
    t.equal(filterPattern, '{ $.type = "platform.report" }')
    if (count === 0) return { events: [event('a')] }
    return nextToken ? { events: [event('b', { initDurationMs: 400 })] } : { events: [event('a')], nextToken: 'next' }
  })
  const reports = await readPlatformReports(client, 'group', ['a', 'b'], { since })
  t.same(reports.get('b'), {
    requestId: 'b',
    logStreamName: 'stream',
    durationMs: 5.5,
    billedDurationMs: 6,
    initDurationMs: 400,
    maxMemoryUsedMiB: 120,
  })
  t.notOk('initDurationMs' in reports.get('a')!, 'a warm call has no initDurationMs')
})

t.test('a row without a report still counts and says so', async t => {
  const client = await logService(t, () => ({ events: [event('a')] }))
  const reports = await readPlatformReports(client, 'group', ['a', 'b'], { since, patienceMs: 0 })
  const row = { phase: 'warm', index: 0, startedAt: '', statusCode: 200, clientMs: 9, kept: true } as Invocation
  t.match(withReport({ ...row, requestId: 'a' }, reports), { durationMs: 5.5, logStreamName: 'stream', kept: true })
  t.same(withReport({ ...row, requestId: 'b' }, reports), {
    ...row,
    requestId: 'b',
    incompleteBecause: 'no platform.report of it came in time',
  })
  t.same(withReport(row, reports), row, 'a call without a request ID was not answered by the function')
})

t.test('an interruption ends the wait for further pages', async t => {
  const stop = new AbortController()
  const firstOfMany = () => {
    stop.abort()
    return { events: [event('a')], nextToken: 'more' }
  }
  const client = await logService(t, firstOfMany, stop.signal)
  const reading = readPlatformReports(client, 'group', ['a'], { since, signal: stop.signal })
  await t.rejects(reading, { name: 'AbortError' })
})

t.test('a call whose environment was made ahead of time is neither cold nor warm, and is kept apart', t => {
  const report = { requestId: 'a', logStreamName: 's', durationMs: 90, billedDurationMs: 490, initDurationMs: 400 }
  const reports = new Map([['a', { ...report, maxMemoryUsedMiB: 120 }]])
  const row = (phase: Invocation['phase'], clientMs: number): Invocation => ({
    ...{ phase, index: 0, startedAt: '', statusCode: 200, requestId: 'a', coldStart: true, kept: true },
    clientMs,
  })
  t.match(withReport(row('cold', 489.9), reports), { preInitialized: true, kept: false, discardedBecause: /before$/ })
  t.match(withReport(row('cold', 490), reports), { preInitialized: undefined, kept: true, initDurationMs: 400 })
  t.match(withReport(row('parallel', 120), reports), { preInitialized: true, kept: true }, 'each call at once counts')
  t.end()
})
