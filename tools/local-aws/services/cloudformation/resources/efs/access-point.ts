import {
  type AccessPointDescription,
  AccessPointNotFound,
  CreateAccessPointCommand,
  DeleteAccessPointCommand,
  DescribeAccessPointsCommand,
  TagResourceCommand,
} from '@aws-sdk/client-efs'
import { honouring } from '../honouring.ts'
import type { CreatedResource, Properties, ResourceContext } from '../resource-type.ts'
import { mergedTags } from '../tags.ts'
import { waitFor } from '../wait.ts'
import { removeTags } from './remove-tags.ts'

const honoured = ['ClientToken', 'FileSystemId', 'PosixUser', 'RootDirectory', 'AccessPointTags']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-accesspoint.html
export const accessPoint = honouring(honoured, {
  typeName: 'AWS::EFS::AccessPoint',

  async create(properties, context) {
    const { AccessPointId } = await context.clients.efs.send(
      new CreateAccessPointCommand({
        ClientToken: properties.ClientToken ?? context.clientToken,
        FileSystemId: properties.FileSystemId,
        PosixUser: posixUser(properties.PosixUser),
        RootDirectory: rootDirectory(properties.RootDirectory),
        Tags: mergedTags(context.tags, properties.AccessPointTags),
      }),
    )
    context.initiated(AccessPointId!)
    return available(AccessPointId!, context)
  },

  applies: ['AccessPointTags', 'Tags'],

  async update({ physicalId, before, after }, context) {
    const Tags = mergedTags(context.tags, after.AccessPointTags)
    await removeTags(physicalId, before.AccessPointTags, after.AccessPointTags, context)
    await context.clients.efs.send(new TagResourceCommand({ ResourceId: physicalId, Tags }))
    return available(physicalId, context)
  },

  async delete(AccessPointId, _properties, { clients }) {
    try {
      await clients.efs.send(new DeleteAccessPointCommand({ AccessPointId }))
    } catch (error) {
      if (!(error instanceof AccessPointNotFound)) throw error
    }
  },
})

/** Templates have the numbers as text. */
function posixUser(user: Properties | undefined) {
  return user && { Uid: Number(user.Uid), Gid: Number(user.Gid), SecondaryGids: user.SecondaryGids?.map(Number) }
}

function rootDirectory(directory: Properties | undefined) {
  const info = directory?.CreationInfo
  return (
    directory && {
      Path: directory.Path,
      CreationInfo: info && {
        OwnerUid: Number(info.OwnerUid),
        OwnerGid: Number(info.OwnerGid),
        Permissions: String(info.Permissions),
      },
    }
  )
}

async function available(AccessPointId: string, { clients, signal }: ResourceContext): Promise<CreatedResource> {
  const { AccessPointArn } = await waitFor<AccessPointDescription>(
    { what: `${AccessPointId} to be available`, signal },
    async () => {
      const { AccessPoints } = await clients.efs.send(new DescribeAccessPointsCommand({ AccessPointId }))
      return AccessPoints?.find(one => one.LifeCycleState === 'available')
    },
  )
  return { physicalId: AccessPointId, attributes: { AccessPointId, Arn: AccessPointArn } }
}
