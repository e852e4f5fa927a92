import t from 'tap'
import { formatRatios, requireRatios } from './ratio.ts'

const good = { name: 'cold per warm', value: 12, atLeast: 5 }
const bad = { name: 'memory', value: 0.35, atLeast: 0.5 }

t.test('a ratio that does not hold fails the benchmark and is named', async t => {
  t.doesNotThrow(() => requireRatios([good], 9))
  t.throws(() => requireRatios([good, bad], 9), { code: 'BENCH_FAILED', message: /^memory is 0\.35, below 0\.5\.$/ })
  t.throws(() => requireRatios([{ ...bad, value: NaN }], 9), { code: 'BENCH_FAILED' })
  t.equal(
    formatRatios([good, bad], 9),
    '- cold per warm: 12.00, at least 5 (holds)\n- memory: 0.35, at least 0.5 (DOES NOT HOLD)',
  )
})

t.test('with too few processes no ratio is judged, and the output says so', async t => {
  t.doesNotThrow(() => requireRatios([bad], 2))
  t.match(formatRatios([bad], 2), /memory: 0\.35.*not judged below 3 measurements/)
})
