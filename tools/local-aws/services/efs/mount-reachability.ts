import { addressRange, formatAddress } from '../ec2/cidr.ts'
import { tcpBlockedBy } from '../ec2/security-groups.ts'
import type { MountTarget } from './file-system-model.ts'
import type { Account } from './operation.ts'

const nfsPort = 2049

interface FunctionNetwork {
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
}

/**
 * Returns why a function could not reach the file system, or `undefined` if it can. There must be an available mount
 * target in the zone of each of its subnets, and the security groups of both must allow NFS.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html
 *
 * Unlike AWS: an environment is not bound to one of the subnets, so a gap in any of them shows at once instead of in
 * some of the invocations.
 */
export function mountBlockedBy(account: Account, fileSystemId: string, network: FunctionNetwork): string | undefined {
  for (const subnetId of network.subnetIds) {
    const subnet = account.ec2.subnet(subnetId)
    const target = targetInZone(account, fileSystemId, subnet.availabilityZone)
    if (!target) return `${fileSystemId} has no available mount target in ${subnet.availabilityZone} (${subnetId})`
    if (account.ec2.subnet(target.subnetId).vpcId !== subnet.vpcId) {
      return `mount target ${target.mountTargetId} is in another VPC than ${subnetId}`
    }
    const { first } = addressRange(subnet.cidrBlock)
    const blocked = tcpBlockedBy(
      account,
      // Any address of the subnet represents those that the function's network interface may get.
      { addresses: [formatAddress(first + 4)], securityGroupIds: network.securityGroupIds },
      { addresses: [target.ipAddress], securityGroupIds: target.securityGroupIds },
      nfsPort,
    )
    if (blocked) return blocked
  }
  return undefined
}

function targetInZone(account: Account, fileSystemId: string, availabilityZone: string): MountTarget | undefined {
  return [...account.efs.mountTargets.values()].find(
    target =>
      target.fileSystemId === fileSystemId &&
      target.state === 'available' &&
      account.ec2.subnet(target.subnetId).availabilityZone === availabilityZone,
  )
}
