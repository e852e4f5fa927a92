import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  DescribeAccessPointsCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const [efs, ec2] = [new EFSClient(aws), new EC2Client(aws)]
const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
const made = await efs.send(new CreateFileSystemCommand({ CreationToken: 'first' }))
await efs.send(new CreateFileSystemCommand({ CreationToken: 'second' }))
const FileSystemId = made.FileSystemId!
aws.account.efs.fileSystem(FileSystemId).state = 'available'

t.test('each page has its own marker and, unless it is the last, the marker of the next page', async t => {
  for (const [zone, CidrBlock] of Object.entries({ a: '10.0.1.0/24', b: '10.0.2.0/24' })) {
    const request = { VpcId, CidrBlock, AvailabilityZone: `us-east-1${zone}` }
    const { SubnetId } = (await ec2.send(new CreateSubnetCommand(request))).Subnet!
    await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId }))
  }
  const targets = (Marker?: string) => efs.send(new DescribeMountTargetsCommand({ FileSystemId, MaxItems: 1, Marker }))
  const first = await targets()
  t.same([first.Marker, first.MountTargets!.length, typeof first.NextMarker], [undefined, 1, 'string'])
  const last = await targets(first.NextMarker)
  t.same([last.Marker, last.MountTargets!.length, last.NextMarker], [first.NextMarker, 1, undefined])
  const systems = (Marker?: string) => efs.send(new DescribeFileSystemsCommand({ MaxItems: 1, Marker }))
  const { NextMarker } = await systems()
  t.equal((await systems(NextMarker)).Marker, NextMarker)
  t.equal((await systems()).Marker, undefined)
})

t.test('a page has at most a hundred items, even if more are requested', async t => {
  for (let made = 0; made < 101; made += 1) {
    const ClientToken = `page ${made}`
    await efs.send(new CreateAccessPointCommand({ ClientToken, FileSystemId }))
  }
  const points = async (MaxResults?: number) =>
    (await efs.send(new DescribeAccessPointsCommand({ FileSystemId, MaxResults }))).AccessPoints!.length
  t.same([await points(), await points(1000), await points(2)], [100, 100, 2])
  const { AccessPoints } = await efs.send(new DescribeAccessPointsCommand({}))
  t.equal(AccessPoints!.length, 100, 'a list without a file system contains the access points of all')
})
