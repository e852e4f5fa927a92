import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam'
import { type PolicyStatement, policyStatements } from './policy-statements.ts'

export interface RolePolicy {
  readonly name: string
  /** The call that returned the policy. */
  readonly source: string
  readonly statements: readonly PolicyStatement[]
}

/** Everything that a role may do: its own policies and those attached to it. */
export async function rolePolicies(client: IAMClient, RoleName: string): Promise<readonly RolePolicy[]> {
  const policies: RolePolicy[] = []
  for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
    for (const PolicyName of page.PolicyNames ?? []) {
      const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }))
      policies.push({ name: PolicyName, source: 'IAM GetRolePolicy', statements: policyStatements(PolicyDocument!) })
    }
  }
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    for (const { PolicyArn } of page.AttachedPolicies ?? []) {
      const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }))
      const { PolicyVersion } = await client.send(
        new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy!.DefaultVersionId }),
      )
      policies.push({
        name: PolicyArn!,
        source: 'IAM GetPolicyVersion',
        statements: policyStatements(PolicyVersion!.Document!),
      })
    }
  }
  return policies
}
