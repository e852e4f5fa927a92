import type { Report } from '../evidence/report.ts'
import { shownQuantile } from '../evidence/tables/shown-quantile.ts'
import type { Summary } from '../measure/summary.ts'

/** The last lines of the demo: the results of the run. */
export function conclusion(report: Report): string {
  const { coldStart, warm, parallel, ingest, sharedState, predict, target } = report
  const ms = (value: number | undefined) => (value === undefined ? 'none' : `${value.toFixed(1)} ms`)
  const clock = target === 'local' ? ' (local AWS: these times say nothing about AWS)' : ''
  return [
    `Shared state      ${sharedBytes(sharedState)}, SHA-256 ${sharedState.consumerSha256.slice(0, 12)}…`,
    `Prediction        ${predict.predicted}, and the digit is ${predict.label}`,
    `S3 event          a warm /predict found the model ${ms(ingest.s3Event.latencyMs)} after the PUT`,
    `Large object      ${(ingest.large.bytes / 2 ** 20).toFixed(0)} MiB at ${ingest.large.mebibytesPerSecond.toFixed(0)} MiB/s, ${ingest.large.maxMemoryMiB ?? '?'} MiB of memory`,
    `Cold /predict     p50 ${ms(coldStart.clientMs?.p50)}, of which init ${ms(coldStart.initDurationMs?.p50)} (n = ${coldStart.samples}, ${coldStart.discarded} discarded)`,
    `Warm /predict     p50 ${ms(warm.clientMs?.p50)}, ${slowest(warm.clientMs)} (n = ${warm.samples}, ${warm.discarded} discarded)${clock}`,
    `Parallel          ${parallel.succeeded} of ${parallel.concurrency} at once, ${parallel.environments} environments, ${parallel.modelSha256.length} model hash, ${ms(parallel.wallMs)}`,
  ].join('\n')
}

/** The highest quantile that the samples carry, or else the maximum. */
function slowest(summary: Summary | null): string {
  if (!summary) return 'none above it'
  for (const name of ['p99', 'p95', 'p90'] as const) {
    const value = shownQuantile(summary, name)
    if (value !== null) return `${name} ${value.toFixed(1)} ms`
  }
  return `max ${summary.max.toFixed(1)} ms`
}

function sharedBytes({ producerSha256, equal }: Report['sharedState']): string {
  if (producerSha256 === null) return "NOT COMPARED: the Producer's log has no SHA-256 of its write"
  return equal ? 'the Consumer read the bytes that the Producer wrote' : 'DIFFERENT BYTES'
}
