import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation'
import {
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import { DeleteFunctionCommand } from '@aws-sdk/client-lambda'
import t from 'tap'
import { eventually, within } from '../../../testing/eventually.ts'
import { deployBroken } from '../../refusals/real-stack-fixture.ts'
import { functionWorld } from './function-fixture.ts'

t.setTimeout(600_000)

const releaseMs = 1000

t.test(
  'Lambda keeps the interfaces of a deleted function, and its subnet and group cannot be deleted before them',
  async t => {
    const world = await functionWorld({ networkInterfaceReleaseMs: releaseMs })
    t.teardown(() => world.close())
    const { aws, create, lambda, network } = world
    const ec2 = new EC2Client({ ...aws, maxAttempts: 1 })
    await create('held', 'exports.handler = async () => 1', { VpcConfig: network })
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'held' }))
    const [SubnetId, GroupId] = [network.SubnetIds[0]!, network.SecurityGroupIds[0]!]
    const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand({}))
    t.match(NetworkInterfaces, [{ InterfaceType: 'lambda', SubnetId, Groups: [{ GroupId }], Status: 'in-use' }])
    await t.rejects(ec2.send(new DeleteSubnetCommand({ SubnetId })), { name: 'DependencyViolation' })
    await t.rejects(ec2.send(new DeleteSecurityGroupCommand({ GroupId })), { name: 'DependencyViolation' })
    const released = await eventually('Lambda has released its interface', async () => {
      const { NetworkInterfaces: left } = await ec2.send(new DescribeNetworkInterfacesCommand({}))
      return left!.length === 0 && left
    })
    t.same(released, [])
    await ec2.send(new DeleteSubnetCommand({ SubnetId }))
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId }))
  },
)

t.test('CloudFormation waits for network interfaces before it deletes the network, and reports that', async t => {
  const { aws } = await deployBroken(t, [], { networkInterfaceReleaseMs: releaseMs })
  const cloudFormation = new CloudFormationClient(aws)
  const { StackSummaries } = await cloudFormation.send(new ListStacksCommand({}))
  const computeId = StackSummaries!.find(({ StackName }) => StackName!.includes('ComputeStack'))!.StackId
  await cloudFormation.send(new DeleteStackCommand({ StackName: 'lambda-efs' }))
  const state = aws.account.cloudFormation
  await within('the deletion ends', state.settled('lambda-efs'))
  t.equal(state.findByName('lambda-efs'), undefined, 'the stack was deleted in one try')
  const { StackEvents } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: computeId }))
  t.match(
    StackEvents!.filter(({ ResourceStatusReason }) => /NetworkInterfaces/.test(ResourceStatusReason ?? '')),
    ['ConsumerFunction', 'ProducerFunction'].map(() => ({
      ResourceStatus: 'DELETE_IN_PROGRESS',
      ResourceType: 'AWS::Lambda::Function',
      ResourceStatusReason:
        'CloudFormation is waiting for NetworkInterfaces associated with the Lambda Function to be cleaned up.',
    })),
  )
})
