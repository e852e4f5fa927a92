import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  DeleteRouteCommand,
  DeleteSubnetCommand,
  DescribeRouteTablesCommand,
  DisassociateRouteTableCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2'
import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  DeleteMountTargetCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { eventually } from '../../testing/eventually.ts'
import { deployedSystem, verdictOf } from '../deployed-fixture.ts'
import { failsWhere } from '../otherwise-fixture.ts'
import { mustBeOnThePage } from '../requirements-page-fixture.ts'
import { infrastructureCriteria } from './criteria.ts'
import { infrastructureOtherwise } from './otherwise-fixture.ts'

t.setTimeout(600_000)

t.test('docs/requirements.md has each criterion', async t => mustBeOnThePage(t, infrastructureCriteria))

t.test('requirement 1', async t => {
  const system = await deployedSystem(t)
  const { outputs } = system
  const ec2 = new EC2Client({})
  const efs = new EFSClient({})
  t.teardown(() => [ec2, efs].forEach(client => client.destroy()))
  const judge = (id: (typeof infrastructureCriteria)[number]['id'], of = system) =>
    verdictOf(of, infrastructureCriteria, id)
  const [subnetA, subnetB] = outputs.SubnetIds!.split(',') as [string, string]

  for (const { id } of infrastructureCriteria) {
    await t.test(`${id} holds for the deployed system`, async t => {
      const { status, evidence, source } = await judge(id)
      t.equal(status, 'pass', evidence)
      t.not(source, '')
    })
  }

  await failsWhere(t, system, infrastructureCriteria, infrastructureOtherwise)

  await t.test('1.1 fails when a subnet gives public addresses', async t => {
    const setPublic = (Value: boolean) =>
      ec2.send(new ModifySubnetAttributeCommand({ SubnetId: subnetA, MapPublicIpOnLaunch: { Value } }))
    await setPublic(true)
    const { status, evidence } = await judge('1.1')
    await setPublic(false)
    t.equal(status, 'fail')
    t.match(evidence, `${subnetA} gives its interfaces public addresses`)
    t.equal((await judge('1.1')).status, 'pass')
  })

  await t.test('1.1 fails when a route leads out of the VPC', async t => {
    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}))
    const { InternetGatewayId } = InternetGateway!
    await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: outputs.VpcId }))
    t.equal((await judge('1.1')).status, 'pass', 'a gateway without a route to it is allowed')
    const Filters = [{ Name: 'association.subnet-id', Values: [subnetB] }]
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }))
    const route = { RouteTableId: RouteTables![0]!.RouteTableId, DestinationCidrBlock: '0.0.0.0/0' }
    await ec2.send(new CreateRouteCommand({ ...route, GatewayId: InternetGatewayId }))
    const { status, evidence } = await judge('1.1')
    await ec2.send(new DeleteRouteCommand(route))
    t.equal(status, 'fail')
    t.match(evidence, `${subnetB} leads out of the VPC: 0.0.0.0/0 to ${InternetGatewayId}`)
    t.equal((await judge('1.1')).status, 'pass')
  })

  await t.test('1.1 fails for a third subnet, and for two in one zone', async t => {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId: outputs.VpcId, CidrBlock: '10.0.9.0/24', AvailabilityZone: 'us-east-1a' }),
    )
    const third = await judge('1.1')
    const twins = { ...system, outputs: { ...outputs, SubnetIds: `${subnetA},${Subnet!.SubnetId}` } }
    const sameZone = await judge('1.1', twins)
    await ec2.send(new DeleteSubnetCommand({ SubnetId: Subnet!.SubnetId }))
    t.match(third, { status: 'fail', evidence: new RegExp(`has the subnets .*${Subnet!.SubnetId}`) })
    t.match(sameZone, { status: 'fail', evidence: /Subnets share a zone/ })
    t.equal((await judge('1.1')).status, 'pass')
  })

  await t.test('1.2 fails when a subnet of the functions has no mount target, and only then', async t => {
    const { MountTargets } = await efs.send(new DescribeMountTargetsCommand({ FileSystemId: outputs.FileSystemId }))
    const target = MountTargets!.find(one => one.SubnetId === subnetB)!
    await efs.send(new DeleteMountTargetCommand({ MountTargetId: target.MountTargetId }))
    const { status, evidence } = await judge('1.2')
    t.equal(status, 'fail')
    t.match(evidence, `${subnetB} has 0 mount targets`)
    t.equal((await judge('1.3')).status, 'pass')
    await efs.send(
      new CreateMountTargetCommand({
        FileSystemId: outputs.FileSystemId,
        SubnetId: subnetB,
        SecurityGroups: [outputs.EfsSecurityGroupId!],
      }),
    )
    const { FileSystemId } = outputs
    await eventually('all mount targets are available', async () => {
      const { MountTargets } = await efs.send(new DescribeMountTargetsCommand({ FileSystemId }))
      return MountTargets!.every(({ LifeCycleState }) => LifeCycleState === 'available')
    })
    const again = await judge('1.2')
    t.equal(again.status, 'pass', again.evidence)
  })

  await t.test('1.3 fails for another root, another user, and a file system without encryption', async t => {
    const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'plain', Encrypted: false }))
    await fileSystemAvailable(efs, FileSystemId!)
    const { AccessPointArn } = await efs.send(
      new CreateAccessPointCommand({
        ClientToken: 'elsewhere',
        FileSystemId,
        PosixUser: { Uid: 0, Gid: 1000 },
        RootDirectory: { Path: '/elsewhere' },
      }),
    )
    const other = { ...system, outputs: { ...outputs, FileSystemId: FileSystemId!, AccessPointArn: AccessPointArn! } }
    const { status, evidence } = await judge('1.3', other)
    t.equal(status, 'fail')
    t.match(evidence, 'is /elsewhere, not /lambda')
    t.match(evidence, 'is 0:1000, not 1000:1000')
    t.match(evidence, `${FileSystemId} is not encrypted`)
    const named = await judge('1.6', other)
    t.equal(named.status, 'fail')
    t.match(named.evidence, `FileSystemId is ${FileSystemId}, but the stacks made ${outputs.FileSystemId}`)
  })

  await t.test('1.5 fails when the endpoint lets everything through, or is not on the route table', async t => {
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({}))
    const { VpcEndpointId, PolicyDocument, RouteTableIds } = VpcEndpoints![0]!
    const change = (what: object) => ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, ...what }))
    await change({
      PolicyDocument: JSON.stringify({
        Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
      }),
    })
    const open = await judge('1.5')
    await change({ PolicyDocument })
    t.equal(open.status, 'fail')
    t.match(open.evidence, /lets \* through to \*/)
    await change({ RemoveRouteTableIds: RouteTableIds })
    const removed = await judge('1.5')
    await change({ AddRouteTableIds: RouteTableIds })
    t.equal(removed.status, 'fail')
    t.match(removed.evidence, `${VpcEndpointId} is not on ${RouteTableIds![0]} of ${subnetA}`)
    t.equal((await judge('1.5')).status, 'pass')
  })

  await t.test('1.5 fails when the endpoint denies what it allows, or allows it under a condition', async t => {
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({}))
    const { VpcEndpointId, PolicyDocument } = VpcEndpoints![0]!
    const put = (text: string) => ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, PolicyDocument: text }))
    const document = JSON.parse(PolicyDocument!)
    const Resource = `arn:aws:s3:::${system.bucketName}/*`
    const denied = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource }
    const Condition = { StringEquals: { 'aws:PrincipalAccount': '000000000001' } }
    for (const [Statement, says] of [
      [[...document.Statement, denied], /takes away: Deny s3:PutObject/],
      [document.Statement.map((one: object) => ({ ...one, Condition })), /has a condition/],
    ] as const) {
      await put(JSON.stringify({ ...document, Statement }))
      t.match(await judge('1.5'), { status: 'fail', evidence: says })
    }
    await put(JSON.stringify({ ...document, Statement: [denied] }))
    t.match((await judge('1.5')).evidence, /its policy lets through nothing/)
    await put(PolicyDocument!)
    const { status, evidence } = await judge('1.5')
    t.equal(status, 'pass')
    t.match(evidence, new RegExp(`${subnetA} routes by rtb-`))
    t.match(evidence, /its policy lets through s3:[^;]+ on arn:aws:s3:::/)
  })

  await t.test('1.5 fails when a subnet moves to a route table without the endpoint', async t => {
    const Filters = [{ Name: 'association.subnet-id', Values: [subnetA] }]
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }))
    const from = RouteTables![0]!
    const { AssociationId: first } = {
      AssociationId: from.Associations!.find(one => one.SubnetId === subnetA)!.RouteTableAssociationId,
    }
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: outputs.VpcId }))
    await ec2.send(new DisassociateRouteTableCommand({ AssociationId: first }))
    const move = (RouteTableId: string | undefined) =>
      ec2.send(new AssociateRouteTableCommand({ SubnetId: subnetA, RouteTableId }))
    const { AssociationId } = await move(RouteTable!.RouteTableId)
    const { status, evidence } = await judge('1.5')
    await ec2.send(new DisassociateRouteTableCommand({ AssociationId }))
    await move(from.RouteTableId)
    t.equal(status, 'fail')
    t.match(evidence, `is not on ${RouteTable!.RouteTableId} of ${subnetA}`)
  })

  await t.test('1.6 fails when an output is missing, or names a resource that does not exist', async t => {
    const { SubnetIds: _, ...rest } = outputs
    const without = await judge('1.6', { ...system, outputs: rest })
    t.equal(without.status, 'fail')
    t.match(without.evidence, 'The output SubnetIds is missing')
    const wrong = await judge('1.6', { ...system, outputs: { ...outputs, BucketName: 'no-such-bucket-anywhere' } })
    t.equal(wrong.status, 'fail')
    t.match(wrong.evidence, 'S3 HeadBucket knows nothing of BucketName no-such-bucket-anywhere')
  })

  await t.test('1.7 fails for one flat stack', async t => {
    const cloudFormation = new CloudFormationClient({})
    const { StackResourceDetail } = await cloudFormation.send(
      new DescribeStackResourceCommand({ StackName: system.stackId, LogicalResourceId: 'NetworkStack' }),
    )
    cloudFormation.destroy()
    const { status, evidence } = await judge('1.7', { ...system, stackId: StackResourceDetail!.PhysicalResourceId! })
    t.equal(status, 'fail')
    t.match(evidence, 'The root stack has no nested stack ComputeStack')
    t.match(evidence, 'SubnetA (AWS::EC2::Subnet), which is in no module')
  })
})

/** EFS refuses an access point until its file system is available, a moment after its creation. */
async function fileSystemAvailable(efs: EFSClient, FileSystemId: string) {
  await eventually('the file system is available', async () => {
    const { FileSystems } = await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))
    return FileSystems![0]!.LifeCycleState === 'available'
  })
}
