import { isIPv4 } from 'node:net'
import type { CreateMountTargetRequest, MountTargetDescription } from '@aws-sdk/client-efs'
import { AwsError } from '../../../aws-error.ts'
import { includesAddress, isReserved } from '../../ec2/cidr.ts'
import { attachNetworkInterface, interfacesOfSubnet } from '../../ec2/network-interfaces.ts'
import type { Subnet } from '../../ec2/network-model.ts'
import { resourceId } from '../../ec2/state.ts'
import { checkAvailable } from '../available.ts'
import { describeMountTarget } from '../descriptions.ts'
import type { MountTarget } from '../file-system-model.ts'
import type { Call, Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

// "This operation requires permissions for the following action on the file system: CreateMountTarget. This operation
// also requires permissions for the following Amazon EC2 actions: DescribeSubnets, DescribeNetworkInterfaces,
// CreateNetworkInterface": https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html
// The first two cannot be bound to a resource, the last is bound to the interface and its subnet:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
const lookups = ['ec2:DescribeSubnets', 'ec2:DescribeNetworkInterfaces']

export const createMountTarget: Operation<CreateMountTargetRequest, MountTargetDescription> = {
  honours: ['FileSystemId', 'SubnetId', 'IpAddress', 'SecurityGroups'],
  permissions: (input, call) => [
    onFileSystem(call, 'CreateMountTarget', input.FileSystemId),
    ...lookups.map(action => ({ action, resource: '*' })),
    ...[`subnet/${input.SubnetId}`, 'network-interface/*'].map(resource => ({
      action: 'ec2:CreateNetworkInterface',
      resource: call.account.arn('ec2', resource),
    })),
  ],
  run: (input, call) => {
    const { account } = call
    const fileSystem = account.efs.fileSystem(input.FileSystemId!)
    checkAvailable(fileSystem)
    const subnet = account.ec2.subnets.get(input.SubnetId!)
    if (!subnet) throw new AwsError('SubnetNotFound', `The subnet ID '${input.SubnetId}' does not exist`)
    checkPlace(call, fileSystem.fileSystemId, subnet)
    if (input.IpAddress) checkAddress(call, input.IpAddress, subnet)
    const securityGroupIds = input.SecurityGroups ?? [defaultGroup(call, subnet.vpcId)]
    for (const id of securityGroupIds) {
      const group = account.ec2.securityGroups.get(id)
      if (group?.vpcId !== subnet.vpcId) {
        throw new AwsError('SecurityGroupNotFound', `The security group ID '${id}' does not exist`)
      }
    }
    const mountTargetId = resourceId('fsmt')
    const networkInterface = attachNetworkInterface(account.ec2, {
      subnetId: subnet.subnetId,
      interfaceType: 'efs',
      description: `EFS mount target for ${fileSystem.fileSystemId} (${mountTargetId})`,
      securityGroupIds,
      requesterId: 'amazon-elasticfilesystem',
      ...(input.IpAddress && { privateIpAddress: input.IpAddress }),
    })
    const target: MountTarget = {
      mountTargetId,
      fileSystemId: fileSystem.fileSystemId,
      subnetId: subnet.subnetId,
      networkInterfaceId: networkInterface.networkInterfaceId,
      ipAddress: networkInterface.privateIpAddress,
      securityGroupIds,
      state: 'creating',
    }
    account.efs.mountTargets.set(mountTargetId, target)
    account.efs.becomesAvailable(target, 60_000)
    return describeMountTarget(account, target)
  },
}

/** A file system has one mount target a zone, and all of them in one VPC. */
function checkPlace({ account }: Call, fileSystemId: string, subnet: Subnet): void {
  for (const other of account.efs.mountTargetsOf(fileSystemId).map(target => account.ec2.subnet(target.subnetId))) {
    if (other.vpcId !== subnet.vpcId) {
      throw new AwsError(
        'MountTargetConflict',
        'requested subnet for new mount target is not in the same VPC as existing mount targets',
        409,
      )
    }
    if (other.availabilityZone === subnet.availabilityZone) {
      throw new AwsError('MountTargetConflict', 'mount target already exists in this AZ', 409)
    }
  }
}

/** The address must belong to the subnet and be free. */
function checkAddress({ account }: Call, address: string, { subnetId, cidrBlock }: Subnet): void {
  if (!isIPv4(address) || !includesAddress(cidrBlock, address)) {
    throw new AwsError('BadRequest', `Address ${address} does not fall within the subnet's address range`)
  }
  // https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html. The words are EC2's: RunInstances has them.
  if (isReserved(cidrBlock, address)) {
    throw new AwsError('BadRequest', `Address ${address} is in subnet's reserved address range`)
  }
  if (interfacesOfSubnet(account.ec2, subnetId).some(one => one.privateIpAddress === address)) {
    throw new AwsError('IpAddressInUse', `IP address '${address}' is already in use in the subnet '${subnetId}'`, 409)
  }
}

function defaultGroup({ account }: Call, vpcId: string): string {
  return [...account.ec2.securityGroups.values()].find(group => group.vpcId === vpcId && group.isDefault)!.groupId
}
