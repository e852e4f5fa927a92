/** Templates may write booleans as text, and CloudFormation takes both. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}

/** Numbers likewise; absent stays absent. */
export function numberOf(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value)
}

/** Policies come as objects or as JSON text. */
export function jsonText(value: unknown): string | undefined {
  if (value === undefined) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
