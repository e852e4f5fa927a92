import { CommandError } from '../command/command-error.ts'

/** What a benchmark says of one case against another of the same run, whatever the machine. */
export interface Ratio {
  /** `large, by Buffer: RSS above by path, per byte of the model` */
  readonly name: string
  readonly value: number
  /** What a decision in docs/decisions rests on. */
  readonly atLeast: number
  /** The smallest and the largest of the rounds, where they are compared round by round. */
  readonly spread?: readonly [number, number]
}

/** A median of fewer measurements is a single one's luck. */
export const judgedFrom = 3

/** A line a ratio, as a Markdown list. */
export function formatRatios(ratios: readonly Ratio[], samples: number): string {
  const verdict = ({ value, atLeast }: Ratio) =>
    samples < judgedFrom ? `not judged below ${judgedFrom} measurements` : value >= atLeast ? 'holds' : 'DOES NOT HOLD'
  return ratios
    .map(
      one =>
        `- ${one.name}: ${one.value.toFixed(2)}${range(one)}, at least ${Number(one.atLeast.toFixed(2))} (${verdict(one)})`,
    )
    .join('\n')
}

function range({ spread }: Ratio): string {
  return spread ? ` (${spread[0].toFixed(2)} to ${spread[1].toFixed(2)})` : ''
}

/** @throws CommandError BENCH_FAILED when a ratio does not hold */
export function requireRatios(ratios: readonly Ratio[], samples: number): void {
  if (samples < judgedFrom) return
  const broken = ratios.filter(({ value, atLeast }) => !(value >= atLeast))
  if (broken.length === 0) return
  const told = broken.map(({ name, value, atLeast }) => `${name} is ${value.toFixed(2)}, below ${atLeast}`)
  throw new CommandError('BENCH_FAILED', `${told.join('; ')}.`, {
    nextStep: 'On a machine that is busy, try again; otherwise a decision in docs/decisions no longer stands.',
  })
}
