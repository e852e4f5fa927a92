import { AwsError } from './aws-error.ts'

/** Describes one member that breaks its model. The rule begins with "Member must" or "Map keys must". */
export function violation(value: unknown, path: string, rule: string): string {
  return `Value ${shown(value)} at '${path}' failed to satisfy constraint: ${rule}`
}

/** Describes a violation without the value, which is too large to be repeated. */
export function hiddenViolation(path: string, rule: string): string {
  return `Value at '${path}' failed to satisfy constraint: ${rule}`
}

/** The answer of AWS's front ends to input that breaks its model: "2 validation errors detected: …; …". */
export function validationError(code: string, violations: readonly string[]): AwsError {
  const errors = violations.length > 1 ? 'errors' : 'error'
  return new AwsError(code, `${violations.length} validation ${errors} detected: ${violations.join('; ')}`, 400)
}

/** The path of a member in these messages: names begin in lower case. */
export function memberPath(parent: string, name: string): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1)
  return parent ? `${parent}.${member}` : member
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  return `'${text(value)}'`
}

/**
 * AWS prints lists and maps as Java does, without quotation marks: recorded/lambda.yaml,
 * https://github.com/cloud-custodian/cloud-custodian/issues/2520.
 */
function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(text).join(', ')}]`
  if (value === null || typeof value !== 'object') return String(value)
  return `{${Object.entries(value)
    .map(([name, item]) => `${name}=${text(item)}`)
    .join(', ')}}`
}
