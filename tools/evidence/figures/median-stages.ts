import { median } from 'simple-statistics'
import type { Invocation } from '../../measure/invocation.ts'

/** A part of a call's time, in the order in which the parts pass. */
export interface Stage {
  readonly name: string
  readonly ms: number
}

export interface MedianStages {
  /** Calls that count and have every clock. */
  readonly samples: number
  /**
   * Median of the whole call at the client, null without samples. Medians do not add up, so the stages' sum is near it
   * but not equal.
   */
  readonly clientMs: number | null
  readonly stages: readonly Stage[]
}

type Parts = Readonly<Record<string, number>>

export const stageOrder = [
  'initialisation',
  'read input',
  'load model',
  'inference',
  'write result',
  'archive to S3',
  'rest of function',
  'outside function',
]

/**
 * The median of each stage over the calls of a phase.
 *
 * `initialisation` is platform.report's initDurationMs; the five stages are the Consumer's own clock; `rest of function`
 * is what durationMs has beyond them; `outside function` is what the client's clock has beyond both: network, gateway,
 * finding and starting an environment. It is 0, not negative, where Lambda had initialised ahead of the call.
 */
export function medianStages(invocations: readonly Invocation[], phase: 'cold' | 'warm'): MedianStages {
  const calls = invocations.filter(call => call.phase === phase && call.kept)
  const complete = calls.flatMap(call => {
    const parts = partsOf(call)
    return parts ? [{ clientMs: call.clientMs, parts }] : []
  })
  const present = stageOrder.filter(name => complete.some(({ parts }) => parts[name] !== undefined))
  return {
    samples: complete.length,
    clientMs: complete.length === 0 ? null : median(complete.map(({ clientMs }) => clientMs)),
    stages: present.map(name => ({ name, ms: median(complete.map(({ parts }) => parts[name] ?? 0)) })),
  }
}

function partsOf({ phase, clientMs, durationMs, initDurationMs, stages }: Invocation): Parts | undefined {
  if (!stages || durationMs === undefined || (phase === 'cold' && initDurationMs === undefined)) return undefined
  const inStages = Object.values(stages).reduce((sum, ms) => sum + ms, 0)
  const parts: Record<string, number | undefined> = {
    initialisation: initDurationMs,
    'read input': stages['readMs'],
    'load model': stages['modelLoadMs'],
    inference: stages['inferenceMs'],
    'write result': stages['writeMs'],
    'archive to S3': stages['archiveMs'],
    'rest of function': Math.max(0, durationMs - inStages),
    'outside function': Math.max(0, clientMs - durationMs - (initDurationMs ?? 0)),
  }
  return Object.fromEntries(Object.entries(parts).filter((entry): entry is [string, number] => entry[1] !== undefined))
}
