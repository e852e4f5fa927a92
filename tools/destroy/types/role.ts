import {
  GetRoleCommand,
  IAMClient,
  NoSuchEntityException,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  type Role,
} from '@aws-sdk/client-iam'
import type { AwsConnection } from '../../command/aws-connection.ts'
import { comparisonRoles, functionNames } from '../../deploy/names.ts'
import { hasStackTags } from '../../stack/stack-tags.ts'
import { unlessMissing } from './existence.ts'
import type { Found, RemovableType, Sighting } from './removable-type.ts'

const type = 'AWS::IAM::Role'

export const role: RemovableType = {
  type,
  // The tagging API does not list roles (docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html).
  arn: undefined,
  isThere: async (connection, name) => (await findRole(connection, name)) !== undefined,
  commands: ({ id, inlinePolicies = [], attachedPolicies = [] }) => [
    ...inlinePolicies.map(name => ['iam', 'delete-role-policy', '--role-name', id, '--policy-name', name]),
    ...attachedPolicies.map(arn => ['iam', 'detach-role-policy', '--role-name', id, '--policy-arn', arn]),
    ['iam', 'delete-role', '--role-name', id],
  ],
  findByName: async ({ connection, prefix }) => {
    const found: Sighting[] = []
    for (const id of [...functionNames(prefix), ...comparisonRoles(prefix)]) {
      const one = await findRole(connection, id)
      if (one) found.push({ id, ours: hasStackTags(one.Tags, prefix) })
    }
    return found
  },
  before: { what: 'policies of', find: policiesOf },
}

async function findRole({ clients }: AwsConnection, RoleName: string): Promise<Role | undefined> {
  const request = new GetRoleCommand({ RoleName })
  return (await unlessMissing(NoSuchEntityException, () => clients.get(IAMClient).send(request)))?.Role
}

/** A role can be deleted only without policies (docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html). */
async function policiesOf({ clients }: AwsConnection, RoleName: string): Promise<Found[]> {
  const client = clients.get(IAMClient)
  const inlinePolicies: string[] = []
  const attachedPolicies: string[] = []
  for await (const page of paginateListRolePolicies({ client }, { RoleName }))
    inlinePolicies.push(...(page.PolicyNames ?? []))
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName }))
    attachedPolicies.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn!))
  return [{ type, id: RoleName, inlinePolicies, attachedPolicies }]
}
