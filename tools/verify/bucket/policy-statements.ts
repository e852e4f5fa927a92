/** A statement of a policy. AWS accepts one value instead of a list of one. */
export interface PolicyStatement {
  readonly effect: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** The statement has NotAction or NotResource, whose reach no list of names bounds. */
  readonly isInverted: boolean
  readonly isConditional: boolean
}

/**
 * Parses the statements of a policy's JSON. IAM returns it URL-encoded
 * (docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html), EC2 returns it plain.
 */
export function policyStatements(document: string): readonly PolicyStatement[] {
  const json = document.trimStart().startsWith('{') ? document : decodeURIComponent(document)
  return listOf(JSON.parse(json).Statement).map((statement: any) => ({
    effect: statement.Effect,
    actions: listOf(statement.Action ?? statement.NotAction),
    resources: listOf(statement.Resource ?? statement.NotResource),
    isInverted: 'NotAction' in statement || 'NotResource' in statement || 'NotPrincipal' in statement,
    isConditional: Object.keys(statement.Condition ?? {}).length > 0,
  }))
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value as T]
}

/** True if the action covers an S3 action. Action names ignore case; `s*` and `*` cover S3 as well. */
export function concernsS3(action: string): boolean {
  const [service, name] = action.toLowerCase().split(':') as [string, string?]
  if (name === undefined) return /^[*?]/.test(service) || service === 's3*'
  return new RegExp(`^${service.replaceAll('*', '.*').replaceAll('?', '.')}$`).test('s3')
}
