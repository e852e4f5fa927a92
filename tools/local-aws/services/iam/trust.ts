import { AwsError } from '../../aws-error.ts'
import type { ConditionContext } from '../../iam/conditions.ts'
import { evaluate, type PrincipalName } from '../../iam/evaluate.ts'
import { parsePolicy } from '../../iam/parse-policy.ts'
import { listOf, type PolicyDocument } from '../../iam/policy-document.ts'
import { isServicePrincipal } from '../../iam/service-principals.ts'
import type { Account } from './operation.ts'
import type { Role } from './state.ts'

// "Role trust policy: 2048 characters", without white space; words: github.com/kubeflow/kubeflow/issues/6687
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const maxTrustPolicyCharacters = 2048

/**
 * Reads a role's trust policy. The roles and users in it must exist, since IAM stores their unique ids:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export function parseTrustPolicy(account: Account, text: string): PolicyDocument {
  const document = parsePolicy(text, 'MalformedPolicyDocument', 'trust')
  if (JSON.stringify(document).length > maxTrustPolicyCharacters) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${maxTrustPolicyCharacters}`, 409)
  }
  const services = listOf(document.Statement).flatMap(({ Principal }) =>
    typeof Principal === 'object' ? listOf(Principal.Service) : [],
  )
  const nobody = services.find(name => !isServicePrincipal(name))
  if (nobody) throw new AwsError('MalformedPolicyDocument', `Invalid principal in policy: "SERVICE":"${nobody}"`)
  const named = listOf(document.Statement).flatMap(({ Principal }) =>
    typeof Principal === 'object' ? listOf(Principal.AWS) : [],
  )
  const missing = named.find(name => isMissing(account, name))
  if (missing) throw new AwsError('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${missing}"`)
  return document
}

/** Checks principals of this account, which has no users. Other accounts cannot be checked. */
function isMissing(account: Account, principal: string): boolean {
  const own = `arn:${account.partition}:iam::${account.id}:`
  return principal.startsWith(own) && principal !== `${own}root` && !account.iam.roleByArn(principal)
}

/** Whether a role's trust policy lets this principal assume it, by `sts:AssumeRole` or a variant of it. */
export function trusts(
  role: Role,
  principals: readonly PrincipalName[],
  context: ConditionContext = {},
  action = 'sts:AssumeRole',
): boolean {
  return evaluate([role.trustPolicy], { action, resource: role.arn, context, principals }) === 'allow'
}
