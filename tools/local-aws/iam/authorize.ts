import { AwsError } from '../aws-error.ts'
import type { Permission } from '../operation.ts'
import { evaluate } from './evaluate.ts'
import type { Identity } from './identity.ts'

/**
 * Refuses a call that the caller's own policies do not allow, in the words that AWS uses.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 *
 * @throws AwsError `errorCode` 403
 */
export function authorize(caller: Identity, permission: Permission, errorCode = 'AccessDeniedException'): void {
  const decision = decide(caller, permission)
  if (decision !== 'allow') throw new AwsError(errorCode, denial(caller, permission, decision), 403)
}

export function isAllowed(caller: Identity, permission: Permission): boolean {
  return decide(caller, permission) === 'allow'
}

function decide(caller: Identity, { action, resource, context = {} }: Permission) {
  if (caller.kind === 'root') return 'allow' as const
  const keys = { ...callerContext(caller), ...lowerCaseKeys(context) }
  return evaluate(caller.policies(), { action, resource, context: keys })
}

/** The global condition keys that depend on who calls and how. */
export function callerContext(caller: Identity): Record<string, string> {
  return {
    'aws:principalarn': caller.roleArn ?? caller.arn,
    'aws:principalaccount': caller.accountId,
    'aws:userid': caller.userId,
    // Unlike AWS: the local endpoint is plain HTTP on loopback, and counts as TLS.
    'aws:securetransport': 'true',
    ...lowerCaseKeys(caller.context),
  }
}

function lowerCaseKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]))
}

function denial(caller: Identity, { action, resource }: Permission, decision: string): string {
  const reason =
    decision === 'explicitDeny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`
  const on = resource === '*' ? '' : ` on resource: ${quoteForService(action, resource)}`
  return `User: ${caller.arn} is not authorized to perform: ${action}${on} ${reason}`
}

/** S3 puts the resource's ARN in quotation marks, the other services do not. */
function quoteForService(action: string, resource: string): string {
  return action.startsWith('s3:') ? `"${resource}"` : resource
}
