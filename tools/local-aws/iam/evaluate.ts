import { conditionsHold } from './conditions.ts'
import { matchesPattern } from './match.ts'
import type { PolicyDocument, PolicyStatement, Principal } from './policy-document.ts'
import { listOf } from './policy-document.ts'
import { type ConditionContext, PolicyText } from './policy-variables.ts'

export interface PolicyRequest {
  readonly action: string
  readonly resource: string
  readonly context: ConditionContext
  /** Only for resource policies: all names under which a statement may name the caller. */
  readonly principals?: readonly PrincipalName[]
}

export interface PrincipalName {
  readonly type: 'AWS' | 'Service' | 'Federated'
  readonly name: string
}

export type Decision = 'allow' | 'explicitDeny' | 'implicitDeny'

/**
 * An explicit deny takes precedence over any allow, and without an allow the decision is deny.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policies: readonly PolicyDocument[], request: PolicyRequest): Decision {
  const applicable = policies
    .flatMap(policy => listOf(policy.Statement).map(statement => ({ statement, variables: hasVariables(policy) })))
    .filter(({ statement, variables }) => statementApplies(statement, request, variables))
    .map(({ statement }) => statement)
  if (applicable.some(statement => statement.Effect === 'Deny')) return 'explicitDeny'
  return applicable.some(statement => statement.Effect === 'Allow') ? 'allow' : 'implicitDeny'
}

/** "If you do not include the Version element, the value defaults to 2008-10-17", which has no policy variables. */
function hasVariables({ Version }: PolicyDocument): boolean {
  return Version === '2012-10-17'
}

function statementApplies(statement: PolicyStatement, request: PolicyRequest, variables: boolean): boolean {
  return (
    principalMatches(statement, request.principals) &&
    actionMatches(statement, request.action) &&
    resourceMatches(statement, request, variables) &&
    conditionsHold(statement.Condition, request.context, variables)
  )
}

function actionMatches({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const lower = action.toLowerCase()
  const matches = (pattern: string) => matchesPattern(pattern.toLowerCase(), lower)
  return Action === undefined ? !listOf(NotAction).some(matches) : listOf(Action).some(matches)
}

/**
 * A resource policy without Resource (a role's trust policy, an EFS policy) applies to its own resource. In an identity
 * policy a statement without Resource has no effect.
 */
function resourceMatches(
  { Resource, NotResource }: PolicyStatement,
  { resource, context, principals }: PolicyRequest,
  variables: boolean,
): boolean {
  if (Resource === undefined && NotResource === undefined) return principals !== undefined
  const matches = (text: string) => new PolicyText(text, variables ? context : undefined).matches(resource)
  return Resource === undefined ? !listOf(NotResource).some(matches) : listOf(Resource).some(matches)
}

/** Identity policies have no principal: they apply to their own identity. A resource policy must have one. */
function principalMatches(statement: PolicyStatement, principals: readonly PrincipalName[] | undefined): boolean {
  const { Principal, NotPrincipal } = statement
  if (!principals) return Principal === undefined && NotPrincipal === undefined
  if (Principal !== undefined) return principals.some(name => namesPrincipal(Principal, name))
  return NotPrincipal !== undefined && !principals.some(name => namesPrincipal(NotPrincipal, name))
}

function namesPrincipal(principal: Principal, { type, name }: PrincipalName): boolean {
  if (principal === '*') return true
  return listOf(principal[type]).some(listed => listed === '*' || listed === name)
}
