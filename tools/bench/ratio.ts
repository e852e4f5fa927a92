import { CommandError } from '../command/command-error.ts'

/** What a benchmark says of one case against another of the same run, whatever the machine. */
export interface Ratio {
  /** `large, by Buffer: RSS above by path, per byte of the model` */
  readonly name: string
  readonly value: number
  /** What a decision in docs/decisions rests on. */
  readonly atLeast: number
}

/** A median of fewer processes is a single process's luck. */
export const judgedFrom = 3

/** A line a ratio, as a Markdown list. */
export function formatRatios(ratios: readonly Ratio[], processes: number): string {
  const verdict = ({ value, atLeast }: Ratio) =>
    processes < judgedFrom ? `not judged below ${judgedFrom} processes` : value >= atLeast ? 'holds' : 'DOES NOT HOLD'
  return ratios
    .map(one => `- ${one.name}: ${one.value.toFixed(2)}, at least ${one.atLeast} (${verdict(one)})`)
    .join('\n')
}

/** @throws CommandError BENCH_FAILED when a ratio does not hold */
export function requireRatios(ratios: readonly Ratio[], processes: number): void {
  if (processes < judgedFrom) return
  const broken = ratios.filter(({ value, atLeast }) => !(value >= atLeast))
  if (broken.length === 0) return
  const told = broken.map(({ name, value, atLeast }) => `${name} is ${value.toFixed(2)}, below ${atLeast}`)
  throw new CommandError('BENCH_FAILED', `${told.join('; ')}.`, {
    nextStep: 'On a machine that is busy, try again; otherwise a decision in docs/decisions no longer stands.',
  })
}
