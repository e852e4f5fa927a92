import { AwsError } from './aws-error.ts'
import { hiddenViolation, memberPath, validationError, violation } from './validation-error.ts'

/** A constraint on a value. The SDK's schemas do not have it; botocore's service-2.json does. */
export interface Constraint {
  readonly enum?: readonly string[]
  /** The pattern of the model. It is matched against the whole value. */
  readonly pattern?: RegExp
  /** The length of a text, or the number of a list's or a map's items. */
  readonly length?: readonly [min: number, max: number]
  /** The service's own message for a text that is too long. Only for members of the input itself. */
  readonly tooLong?: string
  /** The constraint on the texts of a list. The message has the whole list: recorded/api-gateway.yaml. */
  readonly items?: Constraint
  /** The member's path in messages, if it is not its name. */
  readonly path?: string
  readonly range?: readonly [min: number, max: number]
  /** The constraints on the names and the values of a map. */
  readonly keys?: Constraint
  readonly values?: Constraint
  readonly members?: Readonly<Record<string, Constraint>>
  readonly each?: Constraint
}

/** By operation and member. Members of `everyOperation` have the same constraint in all operations that have them. */
export type Constraints = Readonly<Record<string, Readonly<Record<string, Constraint>>>>

interface ConstrainedService {
  readonly validationErrorCode: string
  readonly constraints?: Constraints
  readonly hidesRefusedValues?: boolean
}

/**
 * Refuses input that breaks constraints of the service, with all violations at once.
 *
 * @throws AwsError the service's validation error, 400
 */
export function checkConstraints(service: ConstrainedService, operationName: string, input: object): void {
  const { everyOperation, [operationName]: own } = service.constraints ?? {}
  const members = { ...everyOperation, ...own }
  checkOwnMessages(service.validationErrorCode, members, input)
  const describe = service.hidesRefusedValues ? hidden : violation
  const found = violations(input, { members }, '', describe)
  if (found.length > 0) throw validationError(service.validationErrorCode, found)
}

function checkOwnMessages(code: string, members: Readonly<Record<string, Constraint>>, input: object): void {
  for (const [name, { length, tooLong }] of Object.entries(members)) {
    const value = (input as Record<string, unknown>)[name]
    if (tooLong && length && typeof value === 'string' && [...value].length > length[1])
      throw new AwsError(code, tooLong, 400)
  }
}

type Describe = typeof violation

/** The message does not repeat texts and lists. Whether it repeats numbers is not recorded. */
const hidden: Describe = (value, path, rule) =>
  typeof value === 'number' ? violation(value, path, rule) : hiddenViolation(path, rule)

function violations(value: unknown, constraint: Constraint, path: string, describe: Describe): string[] {
  if (value === undefined || value === null) return []
  return [
    ...broken(value, constraint).map(rule => describe(value, path, rule)),
    ...Object.entries(constraint.members ?? {}).flatMap(([name, member]) =>
      violations((value as Record<string, unknown>)[name], member, member.path ?? memberPath(path, name), describe),
    ),
    ...(constraint.each
      ? (value as unknown[]).flatMap((item, index) =>
          violations(item, constraint.each!, `${path}.${index + 1}.member`, describe),
        )
      : []),
  ]
}

function broken(value: unknown, constraint: Constraint): string[] {
  const { enum: allowed, pattern, length, items, range } = constraint
  const size = length && sizeOf(value)
  return [
    allowed && !allowed.includes(String(value)) && `Member must satisfy enum value set: [${allowed.join(', ')}]`,
    pattern &&
      !anchored(pattern).test(String(value)) &&
      `Member must satisfy regular expression pattern: ${pattern.source}`,
    length && size! < length[0] && `Member must have length greater than or equal to ${length[0]}`,
    length && size! > length[1] && `Member must have length less than or equal to ${length[1]}`,
    items && itemsRule('Member', value as unknown[], items),
    constraint.keys && itemsRule('Map keys', Object.keys(value as object), constraint.keys),
    constraint.values && itemsRule('Map value', Object.values(value as object), constraint.values),
    range && Number(value) < range[0] && `Member must have value greater than or equal to ${range[0]}`,
    range && !(Number(value) <= range[1]) && `Member must have value less than or equal to ${range[1]}`,
  ].filter(rule => typeof rule === 'string')
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length
  return typeof value === 'object' ? Object.keys(value as object).length : [...String(value)].length
}

function itemsRule(of: string, list: readonly unknown[], constraint: Constraint): string | undefined {
  const rules = list.map(item => broken(item, constraint)).find(rules => rules.length > 0)
  return rules && `${of} must satisfy constraint: [${rules.join(', ')}]`
}

function anchored({ source, flags }: RegExp): RegExp {
  return new RegExp(`^(?:${source})$`, flags)
}
