import { matchesPattern } from './match.ts'

/** Condition keys in lower case, since IAM compares them without case. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>

/**
 * A text of a policy with its variables: `${aws:userid}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the
 * characters themselves. Policies of a version before 2012-10-17 have no variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export class PolicyText {
  readonly #text: string
  readonly #context: ConditionContext | undefined

  /** Without `context` the text is used literally. */
  constructor(text: string, context?: ConditionContext) {
    this.#text = text
    this.#context = context
  }

  /** `undefined` if a variable has no value: then nothing equals the text. */
  get value(): string | undefined {
    return this.#resolved(text => text)
  }

  /** `*` and `?` in the policy are wildcards; in a variable's value they match only themselves. */
  matches(actual: string): boolean {
    const pattern = this.#resolved(literal)
    return pattern !== undefined && matchesPattern(pattern, literal(actual))
  }

  /**
   * "Each of the six colon-delimited components of the ARN is checked separately and each can include …" a wildcard:
   * https://docs.aws.amazon.com/sdkfornet/v3/apidocs/items/Auth/TConditionFactoryArnComparisonType.html
   */
  matchesArn(actual: string): boolean {
    const pattern = this.#resolved(literal)
    if (pattern === undefined || pattern === '*') return pattern === '*'
    const [wanted, parts] = [arnParts(pattern), arnParts(literal(actual))]
    return wanted.length === parts.length && wanted.every((part, index) => matchesPattern(part, parts[index]!))
  }

  #resolved(quote: (value: string) => string): string | undefined {
    const context = this.#context
    if (!context) return this.#text
    let complete = true
    const resolved = this.#text.replace(/\$\{([^}]*)\}/g, (_, variable: string) => {
      const value = variableValue(variable, context)
      complete &&= value !== undefined
      return quote(value ?? '')
    })
    return complete ? resolved : undefined
  }
}

function variableValue(variable: string, context: ConditionContext): string | undefined {
  if (['*', '?', '$'].includes(variable)) return variable
  const [, key, fallback] = /^\s*([^,]+?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(variable) ?? []
  const value = context[key?.toLowerCase() ?? '']
  // A key with several values cannot be a variable.
  return typeof value === 'string' ? value : fallback
}

/** The sixth part, the resource, may contain colons. */
function arnParts(arn: string): string[] {
  const parts = arn.split(':')
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')]
}

/** Replaces literal wildcards by characters of Unicode's private use, on both sides of the comparison. */
function literal(text: string): string {
  return text.replaceAll('*', '\uE000').replaceAll('?', '\uE001')
}
