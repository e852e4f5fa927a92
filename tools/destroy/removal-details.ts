import { EFSClient, paginateDescribeMountTargets } from '@aws-sdk/client-efs'
import { IAMClient, paginateListAttachedRolePolicies, paginateListRolePolicies } from '@aws-sdk/client-iam'
import type { AwsConnection } from '../command/aws-connection.ts'
import type { Found } from './leftover.ts'

/** They have no tags, and the file system cannot go before them. */
export async function mountTargetsOf(
  { clientConfig }: AwsConnection,
  FileSystemId: string,
  signal?: AbortSignal,
): Promise<Found[]> {
  const found: Found[] = []
  for await (const page of paginateDescribeMountTargets({ client: new EFSClient(clientConfig) }, { FileSystemId })) {
    signal?.throwIfAborted()
    const there = (page.MountTargets ?? []).filter(({ LifeCycleState }) => !/^delet/.test(LifeCycleState ?? ''))
    found.push(...there.map(({ MountTargetId }) => ({ type: 'AWS::EFS::MountTarget', id: MountTargetId! })))
  }
  return found
}

/** A role goes only without policies (docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html). */
export async function rolePolicies(
  { clientConfig }: AwsConnection,
  RoleName: string,
  signal?: AbortSignal,
): Promise<Found[]> {
  const client = new IAMClient(clientConfig)
  const inlinePolicies: string[] = []
  const attachedPolicies: string[] = []
  for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
    signal?.throwIfAborted()
    inlinePolicies.push(...(page.PolicyNames ?? []))
  }
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    signal?.throwIfAborted()
    attachedPolicies.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn!))
  }
  return [{ type: 'AWS::IAM::Role', id: RoleName, inlinePolicies, attachedPolicies }]
}
