import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2'
import type { Test } from 'tap'
import { type LocalAwsOptions, startLocalAws } from '../server.ts'

/** A local AWS with functions that make a network in it. For tests only. */
export async function startNetwork(t: Test, options: LocalAwsOptions = {}) {
  const aws = await startLocalAws(options)
  const ec2 = new EC2Client(aws)
  t.teardown(async () => {
    ec2.destroy()
    await aws.close()
  })
  let groups = 0
  return {
    aws,
    ec2,
    vpc: async (CidrBlock = '10.0.0.0/16') => (await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc!.VpcId!,
    subnet: async (VpcId: string, CidrBlock: string, zone: 'a' | 'b' = 'a') => {
      const AvailabilityZone = `${aws.region}${zone}`
      return (await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone }))).Subnet!.SubnetId!
    },
    /** A security group with only these rules. */
    group: async (
      VpcId: string,
      { ingress = [], egress = [] }: { ingress?: IpPermission[]; egress?: IpPermission[] },
    ) => {
      groups += 1
      const request = { VpcId, GroupName: `group-${groups}`, Description: 'for a test' }
      const GroupId = (await ec2.send(new CreateSecurityGroupCommand(request))).GroupId!
      const allOut = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]
      await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: allOut }))
      if (ingress.length > 0)
        await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: ingress }))
      if (egress.length > 0) await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: egress }))
      return GroupId
    },
  }
}

/** A rule for these ports and addresses. */
export function tcp(FromPort: number, ToPort: number, CidrIp = '0.0.0.0/0'): IpPermission {
  return { IpProtocol: 'tcp', FromPort, ToPort, IpRanges: [{ CidrIp }] }
}
