import type { ConditionContext } from './conditions.ts'
import { conditionsHold } from './conditions.ts'
import { matchesPattern } from './match.ts'
import type { PolicyDocument, PolicyStatement, Principal } from './policy-document.ts'
import { listOf } from './policy-document.ts'

export interface PolicyRequest {
  readonly action: string
  readonly resource: string
  readonly context: ConditionContext
  /** Only for resource policies: who asks, by every name under which a statement may know it. */
  readonly principals?: readonly PrincipalName[]
}

export interface PrincipalName {
  readonly type: 'AWS' | 'Service' | 'Federated'
  readonly name: string
}

export type Decision = 'allow' | 'explicitDeny' | 'implicitDeny'

/**
 * An explicit deny wins over any allow, and what nothing allows is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policies: readonly PolicyDocument[], request: PolicyRequest): Decision {
  const applicable = policies
    .flatMap(policy => listOf(policy.Statement))
    .filter(statement => statementApplies(statement, request))
  if (applicable.some(statement => statement.Effect === 'Deny')) return 'explicitDeny'
  return applicable.some(statement => statement.Effect === 'Allow') ? 'allow' : 'implicitDeny'
}

function statementApplies(statement: PolicyStatement, request: PolicyRequest): boolean {
  return (
    principalMatches(statement, request.principals) &&
    actionMatches(statement, request.action) &&
    resourceMatches(statement, request) &&
    conditionsHold(statement.Condition, request.context)
  )
}

function actionMatches({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const lower = action.toLowerCase()
  const matches = (pattern: string) => matchesPattern(pattern.toLowerCase(), lower)
  return Action ? listOf(Action).some(matches) : !listOf(NotAction).some(matches)
}

/** A resource policy without Resource (a role's trust policy, an EFS policy) speaks of the resource it is attached to. */
function resourceMatches({ Resource, NotResource }: PolicyStatement, { resource, context }: PolicyRequest): boolean {
  if (!Resource && !NotResource) return true
  const matches = (pattern: string) => matchesPattern(substitute(pattern, context), resource)
  return Resource ? listOf(Resource).some(matches) : !listOf(NotResource).some(matches)
}

function principalMatches(statement: PolicyStatement, principals: readonly PrincipalName[] | undefined): boolean {
  if (!statement.Principal && !statement.NotPrincipal) return true
  const names = principals ?? []
  if (statement.Principal) return names.some(name => namesPrincipal(statement.Principal!, name))
  return !names.some(name => namesPrincipal(statement.NotPrincipal!, name))
}

function namesPrincipal(principal: Principal, { type, name }: PrincipalName): boolean {
  if (principal === '*') return true
  return listOf(principal[type]).some(listed => listed === '*' || listed === name)
}

function substitute(pattern: string, context: ConditionContext): string {
  return pattern.replace(/\$\{([^}]+)\}/g, (whole, key: string) => {
    const value = context[key.toLowerCase()]
    return typeof value === 'string' ? value : whole
  })
}
