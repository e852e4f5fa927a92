import type { Exercise } from '../exercise/exercise.ts'
import type { Invocation } from '../measure/invocation.ts'
import type { RunStatistics } from '../measure/run-statistics.ts'
import type { Provenance } from './provenance.ts'

/** Every number of a run; docs/measurements.md defines each. Other programs read this shape, so it is a contract. */
export interface Report extends RunStatistics {
  readonly schemaVersion: 1
  readonly runId: string
  readonly target: 'local' | 'aws'
  readonly startedAt: string
  readonly finishedAt: string
  /** Fewer samples than a full run: good for a first impression, not for print. */
  readonly quick: boolean
  readonly provenance: Provenance
  readonly ingest: {
    readonly created: unknown
    readonly repeated: unknown
    readonly s3Event: Exercise['s3Event'] & {
      /**
       * From the end of the PUT to the Producer's log record of the copy, by two wall clocks; null if no record was
       * found.
       */
      readonly producerLogMs: number | null
    }
    readonly large: {
      readonly bytes: number
      readonly durationMs: number
      readonly mebibytesPerSecond: number
      readonly maxMemoryMiB: number | null
    }
  }
  /** Calls that failed while the system settled and were repeated. Missing if there were none. */
  readonly retries?: Exercise['retries']
  /** How many calls of a phase do not count, by reason. Bundles of before December 2026 lack it. */
  readonly discardedBecause?: Readonly<Record<Invocation['phase'], Readonly<Record<string, number>>>>
  readonly predict: {
    readonly label: number
    readonly predicted: number
    readonly body: unknown
    readonly missing: unknown
  }
  /**
   * The input's bytes as the Producer wrote them, by its log, and as the Consumer read them, by its answer. `equal` is
   * also false if `producerSha256` is null: then the log record was not found, and the bytes are unknown.
   */
  readonly sharedState: {
    readonly producerSha256: string | null
    readonly consumerSha256: string
    readonly equal: boolean
  }
}
