/** Templates may write booleans as text; CloudFormation accepts both. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}

/** Templates may write numbers as text; a missing one remains undefined. */
export function numberOf(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value)
}

/** Policies are objects or JSON text. */
export function jsonText(value: unknown): string | undefined {
  if (value === undefined) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
