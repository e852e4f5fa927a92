import { AwsError } from '../../aws-error.ts'
import type { Principal } from '../../iam/policy-document.ts'
import { isServicePrincipal } from '../../iam/service-principals.ts'
import type { Account } from './operation.ts'

/**
 * The principal of a permission, as the function's policy names it.
 *
 * Words: github.com/Pocket/terraform-modules/pull/1037
 *
 * @throws AwsError InvalidParameterValueException
 */
export function permissionPrincipal(account: Account, principal: string): Principal {
  if (principal === '*') return '*'
  if (isServicePrincipal(principal)) return { Service: principal }
  if (isAccountPrincipal(account, principal)) return { AWS: principal }
  throw new AwsError(
    'InvalidParameterValueException',
    'The provided principal was invalid. Please check the principal and try again.',
  )
}

/** In this account, which has no users, the principal must exist. Principals of other accounts cannot be checked. */
function isAccountPrincipal({ id, iam }: Account, principal: string): boolean {
  const account = /^(\d{12})$|^arn:aws:(?:iam|sts)::(\d{12}):(?:root|user\/.+|role\/.+|assumed-role\/.+\/.+)$/.exec(
    principal,
  )
  if (!account) return false
  if (account[1] !== undefined || account[2] !== id || principal.startsWith('arn:aws:sts:')) return true
  return principal.endsWith(':root') || iam.roleByArn(principal) !== undefined
}
