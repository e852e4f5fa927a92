import { readFileSync } from 'node:fs'
import type { Invocation } from '../measure/invocation.ts'
import { runStatistics } from '../measure/run-statistics.ts'
import type { Report } from './report.ts'

/** The committed run: real rows and the statistics computed from them. */
export function exampleRun(): { report: Report; invocations: Invocation[] } {
  const read = (name: string) => readFileSync(new URL(`../../evidence/example/${name}`, import.meta.url), 'utf8')
  const rows = read('invocations.ndjson').trim().split('\n')
  const report = JSON.parse(read('report.json')) as Report
  const invocations = rows.map(row => JSON.parse(row) as Invocation)
  return { report: { ...report, ...statisticsAgain(report, invocations) }, invocations }
}

/** A run in which every call of every phase failed. */
export function failedRun(): { report: Report; invocations: Invocation[] } {
  const { report, invocations: rows } = exampleRun()
  const invocations = rows.map(({ phase, index, startedAt, clientMs }) => ({
    ...{ phase, index, startedAt, clientMs, statusCode: null },
    ...{ kept: false, discardedBecause: 'connect ECONNREFUSED' },
  }))
  return { report: { ...report, ...statisticsAgain(report, invocations) }, invocations }
}

function statisticsAgain({ parallel, provenance }: Report, invocations: readonly Invocation[]) {
  const { concurrency, wallMs } = parallel
  return runStatistics({ invocations, concurrency, parallelWallMs: wallMs }, provenance.seed)
}

/** The example as a quick run on AWS, with names that are markup in every format of the bundle. */
export function hostileRun(): { report: Report; invocations: Invocation[] } {
  const { report, invocations } = exampleRun()
  const { provenance, ingest } = report
  return {
    report: {
      ...report,
      target: 'aws',
      quick: true,
      provenance: {
        ...provenance,
        region: 'eu-central-1',
        cpu: hostileText,
        command: 'npm run demo -- `x` ```<script>alert(1)</script>',
      },
      ingest: { ...ingest, s3Event: { ...ingest.s3Event, key: `models/${hostileText}` } },
    },
    invocations: invocations.map((call, index) =>
      index === 0 ? { ...call, kept: false, discardedBecause: `=1+1,"\n${hostileText}` } : call,
    ),
  }
}

export const hostileText =
  '<script src="https://evil.example/x.js"></script>|a_b 100% $x$ #1 {y} ~ ^ \\input{z} & `q` ' +
  '![p](https://evil.example/p.png) [l](javascript:alert(1)) https://evil.example/ \n## no heading'
