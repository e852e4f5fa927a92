import {
  CreateMountTargetCommand,
  DeleteMountTargetCommand,
  DescribeMountTargetsCommand,
  ModifyMountTargetSecurityGroupsCommand,
  type MountTargetDescription,
  MountTargetNotFound,
} from '@aws-sdk/client-efs'
import { honouring } from '../honouring.ts'
import type { CreatedResource, ResourceContext } from '../resource-type.ts'
import { waitFor } from '../wait.ts'

const honoured = ['FileSystemId', 'SubnetId', 'SecurityGroups', 'IpAddress']

// Complete only when the mount target is available, so that dependent resources can mount.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-mounttarget.html
export const mountTarget = honouring(honoured, {
  typeName: 'AWS::EFS::MountTarget',

  async create(properties, context) {
    const { MountTargetId } = await context.clients.efs.send(
      new CreateMountTargetCommand({
        FileSystemId: properties.FileSystemId,
        SubnetId: properties.SubnetId,
        SecurityGroups: properties.SecurityGroups,
        IpAddress: properties.IpAddress,
      }),
    )
    context.initiated(MountTargetId!)
    await context.outlast()
    return available(MountTargetId!, context)
  },

  applies: ['SecurityGroups'],

  async update({ physicalId, after }, context) {
    await context.clients.efs.send(
      new ModifyMountTargetSecurityGroupsCommand({ MountTargetId: physicalId, SecurityGroups: after.SecurityGroups }),
    )
    return available(physicalId, context)
  },

  async delete(MountTargetId, _properties, { clients }) {
    try {
      await clients.efs.send(new DeleteMountTargetCommand({ MountTargetId }))
    } catch (error) {
      if (!(error instanceof MountTargetNotFound)) throw error
    }
  },
})

async function available(MountTargetId: string, { clients, signal }: ResourceContext): Promise<CreatedResource> {
  const { IpAddress } = await waitFor<MountTargetDescription>(
    { what: `${MountTargetId} to be available`, signal },
    async () => {
      const { MountTargets } = await clients.efs.send(new DescribeMountTargetsCommand({ MountTargetId }))
      return MountTargets?.find(target => target.LifeCycleState === 'available')
    },
  )
  return { physicalId: MountTargetId, attributes: { Id: MountTargetId, IpAddress } }
}
