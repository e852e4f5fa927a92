/**
 * S3 lists keys "in UTF-8 binary order". JavaScript compares UTF-16 units, which puts the surrogates (everything above
 * U+FFFF) before U+E000 instead of after U+FFFF. Shifting the two ranges against each other corrects exactly that.
 */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return codePointOrder(a) - codePointOrder(b)
  }
  return left.length - right.length
}

function codePointOrder(unit: number): number {
  if (unit < 0xd800) return unit
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}

/** The index of the first key that is not before `key`. */
export function lowerBound(sorted: readonly string[], key: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareKeys(sorted[middle]!, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}
