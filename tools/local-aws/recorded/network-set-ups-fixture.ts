import type { SetUp } from './world-fixture.ts'

/** A network, and a file system in it. */
export const networkSetUps: Readonly<Record<string, SetUp>> = {
  vpc: async world => {
    const { VpcId } = (await world.send('ec2', 'CreateVpc', { CidrBlock: '10.20.0.0/16' })).Vpc
    world.undo(() => world.send('ec2', 'DeleteVpc', { VpcId }))
    return { vpc: VpcId }
  },

  /** A subnet of the VPC, and the name of its zone. */
  subnet: async world => {
    const { vpc } = await world.need('vpc')
    const { Subnet } = await world.send('ec2', 'CreateSubnet', { VpcId: vpc, CidrBlock: '10.20.1.0/24' })
    // A service's interface may outlive its resource by a moment.
    const removed = { SubnetId: Subnet.SubnetId }
    world.undo(() => world.sendOnce(['DependencyViolation'], 'ec2', 'DeleteSubnet', removed))
    return { vpc, subnet: Subnet.SubnetId, zone: Subnet.AvailabilityZone }
  },

  /** Another subnet, in the same zone. */
  'second-subnet': async world => {
    const { vpc, zone } = await world.need('subnet')
    const asked = { VpcId: vpc, CidrBlock: '10.20.2.0/24', AvailabilityZone: zone }
    const { SubnetId } = (await world.send('ec2', 'CreateSubnet', asked)).Subnet
    world.undo(() => world.send('ec2', 'DeleteSubnet', { SubnetId }))
    return { secondSubnet: SubnetId }
  },

  /** A subnet of another VPC, and a security group there. */
  elsewhere: async world => {
    const { VpcId } = (await world.send('ec2', 'CreateVpc', { CidrBlock: '10.21.0.0/16' })).Vpc
    world.undo(() => world.send('ec2', 'DeleteVpc', { VpcId }))
    const { SubnetId } = (await world.send('ec2', 'CreateSubnet', { VpcId, CidrBlock: '10.21.1.0/24' })).Subnet
    world.undo(() => world.send('ec2', 'DeleteSubnet', { SubnetId }))
    return { otherVpc: VpcId, otherSubnet: SubnetId }
  },

  /** A security group with a rule for TCP 2049 from everywhere in the VPC. */
  group: async world => {
    const { vpc } = await world.need('vpc')
    const groupName = `${world.target.prefix}-group`
    const asked = { VpcId: vpc, GroupName: groupName, Description: 'recorded answers' }
    const { GroupId } = await world.send('ec2', 'CreateSecurityGroup', asked)
    world.undo(() => world.send('ec2', 'DeleteSecurityGroup', { GroupId }))
    const rule = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, IpRanges: [{ CidrIp: '10.20.0.0/16' }] }
    await world.send('ec2', 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [rule] })
    return { vpc, group: GroupId, groupName }
  },

  /** A security group to which a rule of another group refers. */
  'used-group': async world => {
    const { vpc, group } = await world.need('group')
    const asked = { VpcId: vpc, GroupName: `${world.target.prefix}-used`, Description: 'recorded answers' }
    const { GroupId } = await world.send('ec2', 'CreateSecurityGroup', asked)
    world.undo(() => world.send('ec2', 'DeleteSecurityGroup', { GroupId }))
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId }] }]
    await world.send('ec2', 'AuthorizeSecurityGroupIngress', { GroupId: group, IpPermissions })
    world.undo(() => world.send('ec2', 'RevokeSecurityGroupIngress', { GroupId: group, IpPermissions }))
    return { group, usedGroup: GroupId }
  },

  gateway: async world => {
    const { vpc } = await world.need('vpc')
    const { InternetGatewayId } = (await world.send('ec2', 'CreateInternetGateway', {})).InternetGateway
    world.undo(() => world.send('ec2', 'DeleteInternetGateway', { InternetGatewayId }))
    await world.send('ec2', 'AttachInternetGateway', { InternetGatewayId, VpcId: vpc })
    world.undo(() => world.send('ec2', 'DetachInternetGateway', { InternetGatewayId, VpcId: vpc }))
    return { vpc, gateway: InternetGatewayId }
  },

  /** A route table besides the VPC's own. */
  'route-table': async world => {
    const { vpc } = await world.need('vpc')
    const { RouteTableId } = (await world.send('ec2', 'CreateRouteTable', { VpcId: vpc })).RouteTable
    world.undo(() => world.send('ec2', 'DeleteRouteTable', { RouteTableId }))
    return { vpc, routeTable: RouteTableId }
  },

  'file-system': async world => {
    const token = `${world.target.prefix}-token`
    const { FileSystemId } = await world.send('efs', 'CreateFileSystem', { CreationToken: token, Encrypted: true })
    // The file system has mount targets until the last one is really gone.
    world.undo(() => world.sendOnce(['FileSystemInUse'], 'efs', 'DeleteFileSystem', { FileSystemId }))
    const available = ({ FileSystems }: any) => FileSystems[0].LifeCycleState === 'available'
    await world.until('efs', 'DescribeFileSystems', { FileSystemId }, available)
    return { fileSystem: FileSystemId, token }
  },

  /** A file system without mount targets. */
  'unmounted-file-system': async world => {
    const CreationToken = `${world.target.prefix}-unmounted`
    const { FileSystemId } = await world.send('efs', 'CreateFileSystem', { CreationToken })
    world.undo(() => world.send('efs', 'DeleteFileSystem', { FileSystemId }))
    const available = ({ FileSystems }: any) => FileSystems[0].LifeCycleState === 'available'
    await world.until('efs', 'DescribeFileSystems', { FileSystemId }, available)
    return { unmounted: FileSystemId }
  },

  'mount-target': async world => {
    const [{ fileSystem }, { subnet }] = [await world.need('file-system'), await world.need('subnet')]
    const { MountTargetId, IpAddress } = await world.send('efs', 'CreateMountTarget', {
      FileSystemId: fileSystem,
      SubnetId: subnet,
    })
    world.undo(() => world.send('efs', 'DeleteMountTarget', { MountTargetId }))
    const available = ({ MountTargets }: any) => MountTargets[0].LifeCycleState === 'available'
    await world.until('efs', 'DescribeMountTargets', { MountTargetId }, available)
    return { fileSystem, subnet, mountTarget: MountTargetId, address: IpAddress }
  },

  'access-point': async world => {
    const { fileSystem } = await world.need('file-system')
    const { AccessPointId, AccessPointArn } = await world.send('efs', 'CreateAccessPoint', {
      ClientToken: `${world.target.prefix}-point`,
      FileSystemId: fileSystem,
      PosixUser: { Uid: 1000, Gid: 1000 },
      RootDirectory: { Path: '/shared', CreationInfo: { OwnerUid: 1000, OwnerGid: 1000, Permissions: '0755' } },
    })
    world.undo(() => world.send('efs', 'DeleteAccessPoint', { AccessPointId }))
    return { fileSystem, accessPoint: AccessPointId, accessPointArn: AccessPointArn }
  },
}
