import type { SimulatePolicyResponse, SimulatePrincipalPolicyRequest } from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import { lowerCaseKeys } from '../../../iam/authorize.ts'
import { evaluate } from '../../../iam/evaluate.ts'
import type { Operation } from '../operation.ts'

// Evaluates each action on each resource, by the identity's own policies. The default resource is `*`.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
// Unlike AWS: only for roles (there are no users), and without matched statements and missing context keys in the
// result.
export const simulatePrincipalPolicy: Operation<SimulatePrincipalPolicyRequest, SimulatePolicyResponse> = {
  honours: ['PolicySourceArn', 'ActionNames', 'ResourceArns', 'ContextEntries'],
  permissions: input => [{ action: 'iam:SimulatePrincipalPolicy', resource: input.PolicySourceArn! }],
  run: (input, { account }) => {
    const { PolicySourceArn, ActionNames, ResourceArns, ContextEntries = [] } = input
    const role = account.iam.roleByArn(PolicySourceArn!)
    if (!role) throw new AwsError('NoSuchEntity', `The entity ${PolicySourceArn} cannot be found.`, 404)
    const policies = account.iam.policiesOf(role)
    const context = lowerCaseKeys(
      Object.fromEntries(
        ContextEntries.map(entry => [entry.ContextKeyName!, oneOrMore(entry.ContextKeyValues ?? [])] as const),
      ),
    )
    const resources = ResourceArns?.length ? ResourceArns : ['*']
    return {
      EvaluationResults: ActionNames!.flatMap(action =>
        resources.map(resource => ({
          EvalActionName: action,
          EvalResourceName: resource,
          EvalDecision: decisions[evaluate(policies, { action, resource, context })],
        })),
      ),
      IsTruncated: false,
    }
  },
}

const decisions = { allow: 'allowed', explicitDeny: 'explicitDeny', implicitDeny: 'implicitDeny' } as const

function oneOrMore(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values
}
