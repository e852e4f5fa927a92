import t from 'tap'
import { elapsed } from './elapsed.ts'

t.test('an elapsed time has seconds up to a minute, and minutes and seconds from then on', async t => {
  const { now } = performance
  performance.now = () => 1_000_000
  t.teardown(() => void (performance.now = now))
  const after = (ms: number) => elapsed(1_000_000 - ms)
  t.same([0, 499, 500, 59_499].map(after), ['0 s', '0 s', '1 s', '59 s'])
  t.same([59_500, 119_000, 125_000].map(after), ['1 min 0 s', '1 min 59 s', '2 min 5 s'])
})
