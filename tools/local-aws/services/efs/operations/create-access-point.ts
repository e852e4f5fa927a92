import { randomUUID } from 'node:crypto'
import type { AccessPointDescription, CreateAccessPointRequest, RootDirectory } from '@aws-sdk/client-efs'
import { AwsError } from '../../../aws-error.ts'
import { resourceId } from '../../ec2/state.ts'
import { checkAvailable } from '../available.ts'
import { describeAccessPoint } from '../descriptions.ts'
import type { AccessPoint } from '../file-system-model.ts'
import type { Operation } from '../operation.ts'
import { onAccessPoint, onFileSystem } from '../permissions.ts'

// https://docs.aws.amazon.com/efs/latest/ug/API_CreateAccessPoint.html
export const createAccessPoint: Operation<CreateAccessPointRequest, AccessPointDescription> = {
  honours: ['FileSystemId', 'ClientToken', 'Tags', 'PosixUser', 'RootDirectory'],
  permissions: (input, call) => [
    onFileSystem(call, 'CreateAccessPoint', input.FileSystemId),
    ...(input.Tags?.length ? [onAccessPoint(call, 'TagResource', undefined)] : []),
  ],
  run: (input, { account }) => {
    const fileSystem = account.efs.fileSystem(input.FileSystemId!)
    checkAvailable(fileSystem)
    const existing = [...account.efs.accessPoints.values()].find(one => one.clientToken === input.ClientToken)
    if (existing) {
      throw new AwsError(
        'AccessPointAlreadyExists',
        `Access point '${existing.accessPointId}' already exists with creation token '${input.ClientToken}'`,
        409,
        { AccessPointId: existing.accessPointId },
      )
    }
    const accessPointId = resourceId('fsap')
    const user = input.PosixUser
    const accessPoint: AccessPoint = {
      accessPointId,
      arn: account.arn('elasticfilesystem', `access-point/${accessPointId}`),
      fileSystemId: fileSystem.fileSystemId,
      clientToken: input.ClientToken ?? randomUUID(),
      posixUser: user && { uid: user.Uid!, gid: user.Gid!, secondaryGids: user.SecondaryGids ?? [] },
      rootDirectory: rootDirectory(input.RootDirectory),
      state: 'creating',
      tags: new Map(input.Tags?.map(tag => [tag.Key!, tag.Value!])),
    }
    account.efs.accessPoints.set(accessPointId, accessPoint)
    account.efs.becomesAvailable(accessPoint)
    return describeAccessPoint(account, accessPoint)
  },
}

function rootDirectory(input: RootDirectory | undefined): AccessPoint['rootDirectory'] {
  const path = input?.Path ?? '/'
  const info = input?.CreationInfo
  if (!info) return { path }
  return {
    path,
    creationInfo: { ownerUid: info.OwnerUid!, ownerGid: info.OwnerGid!, permissions: info.Permissions! },
  }
}
