import { isDeepStrictEqual } from 'node:util'
import type { Invocation } from '../../measure/invocation.ts'
import { runStatistics } from '../../measure/run-statistics.ts'
import { readPlatformReports } from '../../measure/platform-reports.ts'
import type { Criterion } from '../criterion.ts'

export const coldAndWarm: Criterion = {
  id: '6.4',
  claim: 'Cold start timing and warm invocation timing of /predict are measured and reported.',
  builtIn: ['tools/measure/cold-starts.ts', 'tools/measure/warm-calls.ts', 'tools/measure/run-statistics.ts'],
  shownIn: ['report.json', 'invocations.ndjson', 'figures/latency.svg', 'tables/latency.tex'],
  check: async (verification, { observed, expect }) => {
    const { measurements, seed, startedAt } = verification.run()
    const { coldStart, warm, parallel } = runStatistics(measurements, seed)
    const kept = (phase: Invocation['phase']) => measurements.invocations.filter(row => row.kept && row.phase === phase)
    const cold = kept('cold')
    observed(
      'invocations.ndjson',
      `${coldStart.samples} cold calls, p50 ${coldStart.clientMs?.p50} ms, of which init p50 ${coldStart.initDurationMs?.p50} ms; ` +
        `${warm.samples} warm calls, p50 ${warm.clientMs?.p50} ms`,
    )
    expect(
      coldStart.samples >= 5 && warm.samples >= 30,
      `There are ${coldStart.samples} cold and ${warm.samples} warm samples`,
    )
    const counted = [...cold, ...kept('warm')]
    // Lambda's own times of a call come with its logs, which may be late. The times of the function and the client do
    // not.
    const incomplete = counted.filter(row => row.incompleteBecause !== undefined)
    if (incomplete.length > 0) observed('invocations.ndjson', `${incomplete.length} rows without Lambda's own times`)
    expect(
      incomplete.length <= counted.length / 10,
      `Lambda's own times are missing in ${incomplete.length} of ${counted.length} rows`,
    )
    expect(
      cold.every(row => row.coldStart === true && (incomplete.includes(row) || row.initDurationMs! > 0)),
      'A call that counts as cold had no initialisation',
    )
    expect(
      kept('warm').every(row => row.coldStart === false && row.initDurationMs === undefined),
      'A call that counts as warm had an initialisation',
    )
    expect(
      (coldStart.clientMs?.p50 ?? 0) > (warm.clientMs?.p50 ?? Infinity),
      'Cold calls were not slower than warm ones',
    )

    const rows = String(verification.bundled('invocations.ndjson')).trim().split('\n')
    expect(
      isDeepStrictEqual(
        rows.map(row => JSON.parse(row)),
        JSON.parse(JSON.stringify(measurements.invocations)),
      ),
      'invocations.ndjson is not what was measured',
    )
    const report = JSON.parse(String(verification.bundled('report.json')))
    expect(
      isDeepStrictEqual(
        { coldStart: report.coldStart, warm: report.warm, parallel: report.parallel },
        JSON.parse(JSON.stringify({ coldStart, warm, parallel })),
      ),
      'The statistics of report.json are not those of the samples',
    )

    const complete = counted.filter(row => !incomplete.includes(row))
    const reports = await readPlatformReports(
      verification.clients.logs,
      verification.system.consumer.logGroupName,
      complete.map(({ requestId }) => requestId!),
      { since: new Date(startedAt), patienceMs: verification.patienceMs, signal: verification.signal },
    )
    const differ = complete.filter(row => {
      const report = reports.get(row.requestId!)
      return report?.durationMs !== row.durationMs || report?.initDurationMs !== row.initDurationMs
    })
    observed(
      'CloudWatch Logs FilterLogEvents',
      `platform.report of ${complete.length - differ.length} of ${counted.length} calls`,
    )
    expect(differ.length === 0, `Lambda reports other times of ${differ.length} calls, first ${differ[0]?.requestId}`)
  },
}
