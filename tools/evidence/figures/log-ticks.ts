/**
 * Returns 1, 2, 5, 10 … from the last below `low` to the first above `high`; powers of ten only, if there are too many.
 */
export function logTicks(low: number, high: number): number[] {
  const fine = covering(low, high, [1, 2, 5])
  return fine.length <= 12 ? fine : covering(low, high, [1])
}

function covering(low: number, high: number, mantissas: readonly number[]): number[] {
  const all: number[] = []
  const last = Math.ceil(Math.log10(high))
  for (let exponent = Math.floor(Math.log10(low)); exponent <= last; exponent += 1) {
    // Parsed from text, because 5 * 10 ** -3 is not 0.005.
    for (const mantissa of mantissas) all.push(Number(`${mantissa}e${exponent}`))
  }
  const first = all.findLastIndex(tick => tick <= low)
  const end = all.findIndex(tick => tick >= high)
  return all.slice(first, end + 1)
}
