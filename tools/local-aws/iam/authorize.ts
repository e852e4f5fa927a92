// This folder decides every call to every service; services/iam only keeps the roles and policies that it reads.

import { AwsError } from '../aws-error.ts'
import { evaluate } from './evaluate.ts'
import type { Identity } from './identity.ts'
import type { Permission } from './permission.ts'

/**
 * Refuses a call that the caller's own policies and the resource's do not allow, in AWS's words.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 *
 * @throws AwsError `errorCode` 403
 */
export function authorize(caller: Identity, permission: Permission, errorCode = 'AccessDeniedException'): void {
  const decision = recordedDecision(caller, permission)
  if (decision !== 'allow') throw new AwsError(errorCode, denial(caller, permission, decision), 403)
}

export function isAllowed(caller: Identity, permission: Permission): boolean {
  return recordedDecision(caller, permission) === 'allow'
}

function recordedDecision(caller: Identity, permission: Permission): Outcome {
  const decision = decide(caller, permission)
  caller.actions.add(caller, permission, decision === 'allow')
  return decision
}

type Outcome = 'allow' | 'identityDeny' | 'resourceDeny' | 'implicitDeny'

/**
 * Within one account an allow in either policy is enough, and a deny in either takes precedence.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-id-rdp.html
 */
function decide(caller: Identity, { action, resource, context = {}, resourcePolicy }: Permission): Outcome {
  const keys = { ...callerContext(caller), ...regionOf(action), ...lowerCaseKeys(context) }
  const request = { action, resource, context: keys }
  const byIdentity = caller.kind === 'root' ? 'allow' : evaluate(caller.policies(), request)
  if (byIdentity === 'explicitDeny') return 'identityDeny'
  if (!resourcePolicy) return byIdentity
  const principals = [caller.arn, ...(caller.roleArn ? [caller.roleArn] : [])].map(principal)
  // A statement for the whole account can deny everybody in it, but allows nobody: their own policies decide.
  const account = [caller.accountId, `arn:aws:iam::${caller.accountId}:root`].map(principal)
  const denied = evaluate([resourcePolicy], { ...request, principals: [...principals, ...account] })
  if (denied === 'explicitDeny') return 'resourceDeny'
  const allowed = byIdentity === 'allow' || evaluate([resourcePolicy], { ...request, principals }) === 'allow'
  return allowed ? 'allow' : 'implicitDeny'
}

/**
 * IAM has "a single endpoint that is physically located in the us-east-1 Region", and every request to IAM counts as
 * one to that Region.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html
 */
function regionOf(action: string): Record<string, string> {
  return action.startsWith('iam:') ? { 'aws:requestedregion': 'us-east-1' } : {}
}

function principal(name: string) {
  return { type: 'AWS' as const, name }
}

/** The global condition keys about the caller, the transport and the time. */
export function callerContext(caller: Identity): Record<string, string> {
  return {
    ...caller.requestContext(),
    'aws:principalarn': caller.roleArn ?? caller.arn,
    'aws:principalaccount': caller.accountId,
    'aws:principaltype': principalTypes[caller.kind],
    'aws:userid': caller.userId,
    // Unlike AWS: the local endpoint is plain HTTP on loopback, and counts as TLS.
    'aws:securetransport': 'true',
    ...lowerCaseKeys(caller.context),
  }
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
const principalTypes = {
  root: 'Account',
  user: 'User',
  'assumed-role': 'AssumedRole',
  service: 'AssumedRole',
  anonymous: 'Anonymous',
} as const

/** Condition keys are case-insensitive. */
export function lowerCaseKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]))
}

function denial(caller: Identity, { action, resource }: Permission, decision: Outcome): string {
  const reason =
    decision === 'implicitDeny'
      ? `because no identity-based policy allows the ${action} action`
      : `with an explicit deny in ${decision === 'identityDeny' ? 'an identity-based' : 'a resource-based'} policy`
  const on = resource === '*' ? '' : ` on resource: ${quoteForService(action, resource)}`
  return `User: ${caller.arn} is not authorized to perform: ${action}${on} ${reason}`
}

/** S3 puts the resource's ARN in quotation marks; other services do not. */
function quoteForService(action: string, resource: string): string {
  return action.startsWith('s3:') ? `"${resource}"` : resource
}
