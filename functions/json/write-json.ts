/**
 * Writes the same text as JSON.stringify, except that -0 is "-0.0": JSON.stringify writes "0", and readers would lose
 * the sign.
 */
export function writeJson(value: unknown): string {
  if (!hasNegativeZero(value)) return JSON.stringify(value)
  // A mark that appears in no text of the value. JSON.rawJSON, which could do this, comes with Node 22.
  const mark = `-0 ${crypto.randomUUID()}`
  const text = JSON.stringify(value, (_key, each: unknown) => (Object.is(each, -0) ? mark : each))
  return text.replaceAll(`"${mark}"`, '-0.0')
}

function hasNegativeZero(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Object.is(value, -0)
  return (Array.isArray(value) ? value : Object.values(value)).some(hasNegativeZero)
}
