import { AwsError } from './aws-error.ts'
import type { Operation } from './operation.ts'

/** What a service's model says of a value. The SDK's schemas leave it out: botocore's service-2.json has it. */
export interface Constraint {
  readonly enum?: readonly string[]
  /** As the model writes it; anchored here. */
  readonly pattern?: RegExp
  /** Of a text, or of a list's members. */
  readonly length?: readonly [min: number, max: number]
  readonly range?: readonly [min: number, max: number]
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, Constraint>>
  readonly each?: Constraint
}

// any: the table holds operations of every input type.
type Operations = Readonly<Record<string, Operation<any, any, any>>>

/**
 * A service's operations, each refusing what its constraints do not let through, before it asks IAM: as AWS's front
 * end does. The words: "1 validation error detected: Value '…' at '…' failed to satisfy constraint: Member must …".
 *
 * @throws AwsError `errorCode` 400
 */
export function constrained<T extends Operations>(
  errorCode: string,
  constraints: Readonly<Record<string, Readonly<Record<string, Constraint>>>>,
  operations: T,
): T {
  const entries = Object.entries(operations).map(([name, operation]) => {
    const members = constraints[name]
    if (!members) return [name, operation]
    const permissions: typeof operation.permissions = (input, call) => {
      check(errorCode, violations(input, { members }, ''))
      return operation.permissions(input, call)
    }
    return [name, { ...operation, permissions }]
  })
  return Object.fromEntries(entries) as T
}

function check(errorCode: string, found: readonly string[]): void {
  if (found.length === 0) return
  const detected = `${found.length} validation error${found.length > 1 ? 's' : ''} detected: `
  throw new AwsError(errorCode, detected + found.join('; '), 400)
}

function violations(value: unknown, constraint: Constraint, path: string): string[] {
  if (value === undefined || value === null) return []
  const failed = (must: string) =>
    `Value '${shown(value)}' at '${path}' failed to satisfy constraint: Member must ${must}`
  return [
    ...broken(value, constraint).map(failed),
    ...Object.entries(constraint.members ?? {}).flatMap(([name, member]) =>
      violations((value as Record<string, unknown>)[name], member, below(path, name)),
    ),
    ...(constraint.required ?? [])
      .filter(name => (value as Record<string, unknown>)[name] === undefined)
      .map(name => `Value null at '${below(path, name)}' failed to satisfy constraint: Member must not be null`),
    ...(constraint.each
      ? (value as unknown[]).flatMap((item, index) => violations(item, constraint.each!, `${path}.${index + 1}.member`))
      : []),
  ]
}

function broken(value: unknown, constraint: Constraint): string[] {
  const { enum: allowed, pattern, length, range } = constraint
  const size = length && (Array.isArray(value) ? value.length : [...String(value)].length)
  return [
    allowed && !allowed.includes(String(value)) && `satisfy enum value set: [${allowed.join(', ')}]`,
    pattern && !anchored(pattern).test(String(value)) && `satisfy regular expression pattern: ${pattern.source}`,
    length && size! < length[0] && `have length greater than or equal to ${length[0]}`,
    length && size! > length[1] && `have length less than or equal to ${length[1]}`,
    range && Number(value) < range[0] && `have value greater than or equal to ${range[0]}`,
    range && !(Number(value) <= range[1]) && `have value less than or equal to ${range[1]}`,
  ].filter(must => typeof must === 'string')
}

function anchored({ source, flags }: RegExp): RegExp {
  return new RegExp(`^(?:${source})$`, flags)
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function below(path: string, name: string): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1)
  return path ? `${path}.${member}` : member
}
