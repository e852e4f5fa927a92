import { AccessPointNotFound, DescribeAccessPointsCommand, EFSClient } from '@aws-sdk/client-efs'
import { isBeingDeleted, unlessMissing } from './existence.ts'
import type { RemovableType } from './removable-type.ts'

export const accessPoint: RemovableType = {
  type: 'AWS::EFS::AccessPoint',
  arn: { service: 'elasticfilesystem', resource: /^access-point\/(.+)$/ },
  isThere: async ({ clients }, AccessPointId) => {
    const request = new DescribeAccessPointsCommand({ AccessPointId })
    const answer = await unlessMissing(AccessPointNotFound, () => clients.get(EFSClient).send(request))
    return (answer?.AccessPoints ?? []).some(({ LifeCycleState }) => !isBeingDeleted(LifeCycleState))
  },
  commands: ({ id }) => [['efs', 'delete-access-point', '--access-point-id', id]],
}
