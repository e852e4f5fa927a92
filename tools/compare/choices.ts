import { MisuseError } from '../command/command-error.ts'
import type { ComparisonChoices } from './comparison.ts'
import { comparedStores } from './stores.ts'

export interface ChoiceOptions {
  readonly quick?: boolean
  readonly seed: number
  readonly store?: readonly string[]
  readonly sizes?: readonly number[]
  readonly burst?: readonly number[]
  readonly memory: number
}

// On both sides of the 300 MiB that an environment receives in its first burst (arXiv 2501.07771, section 4.2).
const fullSizes = [1, 10, 100, 200, 400, 1000]
const quickSizes = [1, 10]

/**
 * How much is measured. A machine cannot hold as many environments as AWS, so a local burst is smaller. A local full
 * run has fewer samples, so that it ends within half an hour.
 */
export function choicesOf(options: ChoiceOptions, target: 'local' | 'aws'): ComparisonChoices {
  const { quick = false, seed, store, sizes, burst, memory } = options
  const local = target === 'local'
  const full = local ? { coldSamples: 10, warmSamples: 30 } : { coldSamples: 20, warmSamples: 50 }
  const samples = quick ? { coldSamples: 3, warmSamples: 10 } : full
  return {
    quick,
    seed,
    stores: store ?? comparedStores.map(({ id }) => id),
    sizesMib: sizes ?? (quick ? quickSizes : fullSizes),
    ...samples,
    memoryMb: memory,
    burst: burst ?? (quick ? [3] : local ? [2, 4, 8] : [10, 25, 50]),
    freshnessRounds: quick ? 1 : 5,
  }
}

/** Parses `1,10,100`: whole numbers above 0. @throws MisuseError */
export function numberList(text: string, option: string): number[] {
  const numbers = text.split(',').map(Number)
  if (text !== '' && numbers.every(number => Number.isInteger(number) && number > 0)) return [...new Set(numbers)]
  throw new MisuseError(`${option} takes whole numbers above 0, joined by commas, got '${text}'.`)
}
