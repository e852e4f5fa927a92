import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'
import t, { type Test } from 'tap'
import { pauseBetweenPolls } from './pause.ts'

/** How long the pauses are after these times of waiting, in milliseconds, at this endpoint. */
async function pauses(t: Test, endpoint: string | undefined, ...elapsedMs: number[]) {
  const { setTimeout } = timers
  const { now } = performance
  const before = process.env.AWS_ENDPOINT_URL
  const set = (value: string | undefined) => {
    if (value === undefined) delete process.env.AWS_ENDPOINT_URL
    else process.env.AWS_ENDPOINT_URL = value
  }
  const paused: number[] = []
  timers.setTimeout = (async (ms: number) => void paused.push(ms)) as never
  syncBuiltinESMExports()
  set(endpoint)
  t.teardown(() => {
    timers.setTimeout = setTimeout
    syncBuiltinESMExports()
    performance.now = now
    set(before)
  })
  for (const elapsed of elapsedMs) {
    performance.now = () => 1000 + elapsed
    await pauseBetweenPolls(1000)
  }
  return paused
}

t.test('a pause on AWS is a tenth of the wait so far, from 0.1 to 5 seconds', async t => {
  t.same(await pauses(t, undefined, 0, 1000, 2000, 49_000, 50_000, 3_600_000), [100, 100, 200, 4900, 5000, 5000])
})

t.test('a pause on this machine is a tenth of the wait so far, from 5 to 250 milliseconds', async t => {
  t.same(await pauses(t, 'http://127.0.0.1:1', 0, 50, 100, 2500, 60_000), [5, 5, 10, 250, 250])
})

t.test('Ctrl-C ends a pause', async t => {
  await t.rejects(pauseBetweenPolls(performance.now(), AbortSignal.abort()), { name: 'AbortError' })
})
