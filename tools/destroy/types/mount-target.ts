import {
  DescribeMountTargetsCommand,
  EFSClient,
  MountTargetNotFound,
  paginateDescribeMountTargets,
} from '@aws-sdk/client-efs'
import type { AwsConnection } from '../../command/aws-connection.ts'
import { isBeingDeleted, unlessMissing } from './existence.ts'
import type { Found, RemovableType } from './removable-type.ts'

const type = 'AWS::EFS::MountTarget'

export const mountTarget: RemovableType = {
  type,
  // Mount targets have no tags.
  arn: undefined,
  isThere: async ({ clients }, MountTargetId) => {
    const request = new DescribeMountTargetsCommand({ MountTargetId })
    const answer = await unlessMissing(MountTargetNotFound, () => clients.get(EFSClient).send(request))
    return (answer?.MountTargets ?? []).some(({ LifeCycleState }) => !isBeingDeleted(LifeCycleState))
  },
  commands: ({ id }) => [['efs', 'delete-mount-target', '--mount-target-id', id]],
}

/** A file system cannot be deleted before its mount targets. */
export async function mountTargetsOf({ clients }: AwsConnection, FileSystemId: string): Promise<Found[]> {
  const found: Found[] = []
  for await (const page of paginateDescribeMountTargets({ client: clients.get(EFSClient) }, { FileSystemId })) {
    const there = (page.MountTargets ?? []).filter(({ LifeCycleState }) => !isBeingDeleted(LifeCycleState))
    found.push(...there.map(({ MountTargetId }) => ({ type, id: MountTargetId! })))
  }
  return found
}
