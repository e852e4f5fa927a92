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
  t.match(conclusion(failedRun().report), /Warm \/predict     p50 none, none above it \(n = 0, \d+ discarded\)/)
})

t.test('the conclusion has each result of the run, with its unit', async t => {
  const { report } = exampleRun()
  const { sharedState, predict, ingest, coldStart, warm, parallel } = report
  const lines = (changes: object = {}) => conclusion({ ...report, ...changes } as typeof report).split('\n')
  const large = { ...ingest.large, bytes: 3 * 1024 ** 2, mebibytesPerSecond: 12.6, maxMemoryMiB: 77 }
  const given = {
    sharedState: { ...sharedState, producerSha256: 'a'.repeat(64), consumerSha256: 'a'.repeat(64), equal: true },
    ingest: { ...ingest, s3Event: { ...ingest.s3Event, latencyMs: 81.26 }, large },
    parallel: { ...parallel, succeeded: 9, concurrency: 10, environments: 8, modelSha256: ['m', 'n'], wallMs: 7.5 },
    coldStart: { ...coldStart, samples: 4, discarded: 1 },
    warm: { ...warm, samples: 40, discarded: 2 },
  }
  t.match(lines(given), [
    'Shared state      the Consumer read the bytes that the Producer wrote, SHA-256 aaaaaaaaaaaa…',
    `Prediction        ${predict.predicted}, and the digit is ${predict.label}`,
    'S3 event          a warm /predict found the model 81.3 ms after the PUT',
    'Large object      3 MiB at 13 MiB/s, 77 MiB of memory',
    /^Cold \/predict     p50 \d+\.\d ms, of which init \d+\.\d ms \(n = 4, 1 discarded\)$/,
    /^Warm \/predict     p50 \d+\.\d ms, p\d\d \d+\.\d ms \(n = 40, 2 discarded\) \(local AWS: these times say nothing about AWS\)$/,
    'Parallel          9 of 10 at once, 8 environments, 2 model hash, 7.5 ms',
  ])
  t.match(lines({ ...given, target: 'aws' })[5], /2 discarded\)$/)
  t.match(lines({ ingest: { ...ingest, large: { ...large, maxMemoryMiB: null } } })[3], /, \? MiB of memory$/)
  t.match(lines({ sharedState: { ...sharedState, equal: false } })[0], /^Shared state      DIFFERENT BYTES, SHA-256 /)
  const unknown = { ...sharedState, producerSha256: null, equal: false }
  t.match(lines({ sharedState: unknown })[0], /^Shared state      NOT COMPARED: the Producer's log has no SHA-256/)
})
