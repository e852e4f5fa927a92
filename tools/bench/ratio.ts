import { CommandError } from '../command/command-error.ts'

/** The result of one case divided by that of another case of the same run, on any machine. */
export interface Ratio {
  /** `large, by Buffer: RSS above by path, per byte of the model` */
  readonly name: string
  readonly value: number
  /** The value on which a decision in docs/decisions depends. */
  readonly atLeast: number
  /** The smallest and the largest value of the rounds, if they are compared round by round. */
  readonly spread?: readonly [number, number]
}

/** With fewer measurements the median depends too much on chance. */
export const judgedFrom = 3

/** Formats a line a ratio, as a Markdown list. */
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

/** @throws CommandError BENCH_FAILED if a ratio does not hold */
export function requireRatios(ratios: readonly Ratio[], samples: number): void {
  if (samples < judgedFrom) return
  const broken = ratios.filter(({ value, atLeast }) => !(value >= atLeast))
  if (broken.length === 0) return
  const sentences = broken.map(({ name, value, atLeast }) => `${name} is ${value.toFixed(2)}, below ${atLeast}`)
  throw new CommandError('BENCH_FAILED', `${sentences.join('; ')}.`, {
    nextStep: 'If the machine is busy, try again. Otherwise a decision in docs/decisions is no longer justified.',
  })
}
