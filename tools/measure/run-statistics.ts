import type { Invocation, Metric } from './invocation.ts'
import type { Measurements } from './measure.ts'
import { type Summary, summarize } from './summary.ts'

/** A summary is null if no call of its phase has the metric. */
export interface RunStatistics {
  readonly coldStart: {
    /** Calls that count. Lambda's report of some can be missing, so a summary may have fewer. */
    readonly samples: number
    readonly discarded: number
    readonly clientMs: Summary | null
    readonly initDurationMs: Summary | null
  }
  readonly warm: {
    readonly samples: number
    readonly discarded: number
    readonly clientMs: Summary | null
    readonly durationMs: Summary | null
  }
  readonly parallel: {
    readonly concurrency: number
    readonly succeeded: number
    /** How many execution environments answered: distinct log streams. */
    readonly environments: number
    /** The distinct hashes of the model that the calls read; one, if all read the same bytes. */
    readonly modelSha256: readonly string[]
    readonly wallMs: number
    readonly clientMs: Summary | null
  }
}

/** Computes the report's statistics from the raw rows. The same rows and seed give the same statistics. */
export function runStatistics({ invocations, concurrency, parallelWallMs }: Measurements, seed: number): RunStatistics {
  const rows = (phase: Invocation['phase']) => invocations.filter(invocation => invocation.phase === phase)
  const kept = (phase: Invocation['phase']) => rows(phase).filter(invocation => invocation.kept)
  const counts = (phase: Invocation['phase']) => ({
    samples: kept(phase).length,
    discarded: rows(phase).length - kept(phase).length,
  })
  const summary = (phase: Invocation['phase'], metric: Metric) =>
    summarize(
      kept(phase).flatMap(invocation => invocation[metric] ?? []),
      seed,
    )
  const succeeded = kept('parallel')
  return {
    coldStart: {
      ...counts('cold'),
      clientMs: summary('cold', 'clientMs'),
      initDurationMs: summary('cold', 'initDurationMs'),
    },
    warm: { ...counts('warm'), clientMs: summary('warm', 'clientMs'), durationMs: summary('warm', 'durationMs') },
    parallel: {
      concurrency,
      succeeded: succeeded.length,
      environments: new Set(succeeded.flatMap(({ logStreamName }) => logStreamName ?? [])).size,
      modelSha256: [...new Set(succeeded.flatMap(({ modelSha256 }) => modelSha256 ?? []))],
      wallMs: parallelWallMs,
      clientMs: summary('parallel', 'clientMs'),
    },
  }
}
