import { AwsError } from '../aws-error.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  readonly Version?: string
  readonly Id?: string
  readonly Statement: PolicyStatement | readonly PolicyStatement[]
}

export type OneOrMany = string | readonly string[]
export type Principal = '*' | Readonly<Record<string, OneOrMany>>
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, OneOrMany | boolean | number>>>>

export interface PolicyStatement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: Principal
  readonly NotPrincipal?: Principal
  readonly Action?: OneOrMany
  readonly NotAction?: OneOrMany
  readonly Resource?: OneOrMany
  readonly NotResource?: OneOrMany
  readonly Condition?: ConditionBlock
}

export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value as T]
}

/** Reads a policy given to an API as JSON text; refuses what IAM refuses with MalformedPolicyDocument. */
export function parsePolicy(text: string, errorCode = 'MalformedPolicyDocument'): PolicyDocument {
  let document: PolicyDocument
  try {
    document = JSON.parse(text)
  } catch (cause) {
    throw Object.assign(new AwsError(errorCode, 'Syntax errors in policy.'), { cause })
  }
  const statements = listOf(document?.Statement)
  if (statements.length === 0) throw new AwsError(errorCode, 'Syntax errors in policy.')
  for (const statement of statements) {
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
      throw new AwsError(errorCode, `Syntax error in policy: Effect ${JSON.stringify(statement.Effect)}`)
    }
    if (!statement.Action && !statement.NotAction) {
      throw new AwsError(errorCode, 'Policy statement must contain actions.')
    }
  }
  return document
}
