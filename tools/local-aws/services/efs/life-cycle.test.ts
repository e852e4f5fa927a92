import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  DescribeAccessPointsCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import t from 'tap'
import { eventually } from '../../../testing/eventually.ts'
import { startLocalAws } from '../../server.ts'

t.test('a new resource is creating until an answer has reported that, and cannot be used before', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const [efs, ec2] = [new EFSClient(aws), new EC2Client(aws)]
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }))
  const made = await efs.send(new CreateFileSystemCommand({ CreationToken: 'first' }))
  const { FileSystemId } = made
  const SubnetId = Subnet!.SubnetId
  const target = () => efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId }))
  await t.rejects(target(), { name: 'IncorrectFileSystemLifeCycleState' })
  const systems = async () => (await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))).FileSystems
  t.match([made, await systems(), await systems()], states)

  const { MountTargetId, ...mountTarget } = await target()
  const targets = async () => (await efs.send(new DescribeMountTargetsCommand({ MountTargetId }))).MountTargets
  t.match([mountTarget, await targets(), await targets()], states)
  const point = await efs.send(new CreateAccessPointCommand({ ClientToken: 'first', FileSystemId }))
  const { AccessPointId } = point
  const points = async () => (await efs.send(new DescribeAccessPointsCommand({ AccessPointId }))).AccessPoints
  t.match([point, await points(), await points()], states)
})

const states = [{ LifeCycleState: 'creating' }, [{ LifeCycleState: 'creating' }], [{ LifeCycleState: 'available' }]]

t.test('a new resource also becomes available without a request', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const made = await new EFSClient(aws).send(new CreateFileSystemCommand({ CreationToken: 'first' }))
  const { efs } = aws.account
  await eventually('the file system is available', () => efs.fileSystem(made.FileSystemId!).state === 'available')
  t.equal(made.LifeCycleState, 'creating')
})
