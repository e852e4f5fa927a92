import t from 'tap'
import { exampleRun, failedRun } from '../evidence/example-run-fixture.ts'
import { summarize } from '../measure/summary.ts'
import { conclusion } from './conclusion.ts'

t.test('the last lines name the highest quantile of the warm calls that so many samples carry', async t => {
  const { report } = exampleRun()
  const warmLine = (samples: number) => {
    const clientMs = summarize(
      Array.from({ length: samples }, (_, index) => index),
      1,
    )
    const lines = conclusion({ ...report, warm: { ...report.warm, clientMs } }).split('\n')
    return lines.find(line => line.startsWith('Warm'))
  }
  t.match(warmLine(300), /p50 149\.5 ms, p99 296\.0 ms/)
  t.match(warmLine(299), /p99/)
  t.match(warmLine(298), /p50 148\.5 ms, p95 282\.1 ms/)
  t.match(warmLine(58), /p90 51\.3 ms/)
  t.match(warmLine(10), /p50 4\.5 ms, max 9\.0 ms/)
  t.match(conclusion(failedRun().report), /Warm \/predict     p50 none, /)
})
