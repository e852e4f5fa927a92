/** What a change set shows in place of a value that only its execution will give. */
export const unknownValue = '{{changeSet:KNOWN_AFTER_APPLY}}'

/** Whether a value, or a part of it, is not known yet. */
export function isUnknown(value: unknown): boolean {
  return typeof value === 'string' && value.includes(unknownValue)
}
