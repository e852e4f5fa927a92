import type { ConditionContext } from '../../iam/conditions.ts'
import { evaluate, type PrincipalName } from '../../iam/evaluate.ts'
import type { Role } from './state.ts'

/** Whether a role's trust policy lets this principal take it, by `sts:AssumeRole` or a variant of it. */
export function trusts(
  role: Role,
  principals: readonly PrincipalName[],
  context: ConditionContext = {},
  action = 'sts:AssumeRole',
): boolean {
  return evaluate([role.trustPolicy], { action, resource: role.arn, context, principals }) === 'allow'
}
