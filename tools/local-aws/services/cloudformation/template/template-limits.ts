import { notBuilt, templateError, validationError } from './template-error.ts'

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 *
 * That page has the numbers; the words of most of these refusals are not documented.
 */
const members = { Resources: 500, Parameters: 200, Outputs: 200, Mappings: 200 } as const
const maxDescriptionBytes = 1024
const maxNameLength = 255
const maxParameterValueBytes = 4096

type Section = Readonly<Record<string, unknown>>

/** Refuses a template that exceeds a limit of CloudFormation. `sections` are the template's, by name. */
export function checkTemplateLimits(sections: Readonly<Record<keyof typeof members, Section>>): void {
  for (const [name, limit] of Object.entries(members) as [keyof typeof members, number][]) {
    const names = Object.keys(sections[name])
    if (names.length > limit) {
      throw validationError(
        `Template format error: Number of ${name.toLowerCase()}, ${names.length}, is greater than maximum allowed, ${limit}`,
      )
    }
    const long = names.find(one => one.length > maxNameLength)
    if (long) throw templateError(`${name} names may not exceed ${maxNameLength} characters: ${long.slice(0, 40)}…`)
  }
}

export function checkDescription(description: string, of: string): void {
  if (Buffer.byteLength(description) <= maxDescriptionBytes) return
  throw templateError(`${of} description may not exceed ${maxDescriptionBytes} bytes in size.`)
}

export function checkParameterSize(name: string, value: string): void {
  if (Buffer.byteLength(value) <= maxParameterValueBytes) return
  throw validationError(`Parameter '${name}' must contain at most ${maxParameterValueBytes} bytes`)
}

/**
 * Nested functions can require more text than any machine has: `${a}${a}` in forty steps is a terabyte. AWS's own limit
 * is not documented; this is the size of the largest template.
 */
const maxEvaluatedLength = 1_000_000

export function checkEvaluatedLength(length: number): void {
  if (length > maxEvaluatedLength) {
    throw notBuilt(`values that become longer than ${maxEvaluatedLength} characters`)
  }
}
