import t, { type Test } from 'tap'
import { timeLimits } from './copy-limits.ts'

// Freezes the clock and returns its time.
function standStill(t: Test): number {
  const now = 1_000_000
  t.intercept(performance, 'now', { value: () => now })
  return now
}

t.test('a copy stops 15 s before the function’s time is over, or at half of its time if that is less than 30 s', t => {
  const now = standStill(t)
  for (const [remainingMs, copyMs] of [
    [900_000, 885_000],
    [30_000, 15_000],
    [29_000, 14_500],
    [4_000, 2_000],
    [0, 0],
  ] as const) {
    const { stopAt, lastAttemptAt } = timeLimits(remainingMs, false)
    t.same([stopAt - now, lastAttemptAt - now], [copyMs, copyMs], `${remainingMs}`)
  }
  t.end()
})

t.test('if a caller waits, no attempt begins after 10 s', t => {
  const now = standStill(t)
  t.match(timeLimits(900_000, true), { stopAt: now + 885_000, lastAttemptAt: now + 10_000 })
  t.match(timeLimits(4_000, true), { stopAt: now + 2_000, lastAttemptAt: now + 2_000 })
  t.end()
})
