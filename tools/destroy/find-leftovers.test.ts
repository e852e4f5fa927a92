import {
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { artifactsBucketName } from '../deploy/names.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { destroy } from './destroy.ts'
import { deployDemo, impatient } from './destroy-fixture.ts'
import { leftoverLines } from './leftover.ts'
import { runAwsCommand } from './run-aws-command-fixture.ts'
import { taggedResources } from './tagged-resources.ts'

t.setTimeout(600_000)

t.test(
  'everything that prevents the deletion of a stack is listed, with commands that remove it in that order',
  async t => {
    const { aws, connection } = await deployDemo(t)
    const ec2 = new EC2Client(connection.clientConfig)
    const { vpcs, securityGroups } = aws.account.ec2
    const [VpcId] = vpcs.keys()
    const ours = [...securityGroups.values()].find(group => !group.isDefault)!
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.250.0/24' }))
    const group = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId, GroupName: 'foreign', Description: 'foreign' }),
    )
    const GroupId = group.GroupId!
    const UserIdGroupPairs = [{ GroupId: ours.groupId }]
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs }] }),
    )

    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}))
    const { InternetGatewayId } = InternetGateway!
    await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }))

    const { removed, leftovers } = await destroy({ prefix: 'demo', pace: impatient })
    t.ok(
      removed.some(({ id }) => id === 'demo-consumer'),
      'everything else is gone',
    )
    t.same(
      leftovers.map(({ type }) => type),
      [
        'AWS::S3::Bucket',
        'AWS::EC2::SecurityGroupIngress',
        'AWS::EC2::InternetGateway',
        'AWS::EC2::SecurityGroup',
        'AWS::EC2::SecurityGroup',
        'AWS::EC2::Subnet',
        'AWS::EC2::VPC',
        'AWS::CloudFormation::Stack',
      ],
    )
    t.equal(leftovers[0]!.id, artifactsBucketName('demo', connection), 'the artifacts are kept as long as the stack')
    const listed = leftoverLines(leftovers)
    const foreign = `not made by this deployment, but in its VPC ${VpcId}`
    t.ok(listed.includes(`  AWS::EC2::Subnet  ${Subnet!.SubnetId}: ${foreign}`))
    t.ok(listed.includes(`      aws ec2 delete-subnet --subnet-id ${Subnet!.SubnetId} --region us-east-1`))
    t.ok(listed.includes(`  AWS::EC2::InternetGateway  ${InternetGatewayId}: ${foreign}`))
    t.ok(listed.includes(`  AWS::EC2::SecurityGroup  ${GroupId}: ${foreign}`))
    t.match(leftovers.at(-1), {
      id: 'demo',
      note: /^DELETE_FAILED: NetworkStack\/\w+ \(AWS::EC2::SecurityGroup, sg-\w+\): .*dependent object/,
    })

    for (const command of leftovers.flatMap(({ commands }) => commands)) {
      await t.resolves(runAwsCommand(command, connection), command)
    }
    t.same(await destroy({ prefix: 'demo', pace: impatient }).then(again => again.leftovers), [])
    t.same([vpcs.size, securityGroups.size, aws.account.ec2.subnets.size], [0, 0, 0])
    t.equal(aws.account.ec2.internetGateways.size, 0)
  },
)

t.test('everything in the stack is listed while the stack exists, and the listed commands remove it', async t => {
  const { aws, connection } = await deployDemo(t)
  for (const type of ['AWS::Lambda::Function', 'AWS::ApiGateway::Stage', 'AWS::S3::Bucket']) {
    const refusing = {
      ...aws.account.cloudFormation.resourceType(type),
      delete: async () => {
        throw new Error('no')
      },
    }
    aws.account.cloudFormation.register(refusing)
  }
  const { leftovers } = await destroy({ prefix: 'demo', pace: { ...impatient, pausesMs: [] } })
  const types = new Set(leftovers.map(({ type }) => type))
  for (const type of [
    'AWS::ApiGateway::RestApi',
    'AWS::CloudFormation::Stack',
    'AWS::EC2::RouteTable',
    'AWS::EC2::SecurityGroup',
    'AWS::EC2::SecurityGroupEgress',
    'AWS::EC2::SecurityGroupIngress',
    'AWS::EC2::Subnet',
    'AWS::EC2::VPC',
    'AWS::EC2::VPCEndpoint',
    'AWS::EFS::AccessPoint',
    'AWS::EFS::FileSystem',
    'AWS::EFS::MountTarget',
    'AWS::IAM::Role',
    'AWS::Lambda::Function',
    'AWS::S3::Bucket',
  ])
    t.ok(types.has(type), type)
  for (const command of leftovers.flatMap(({ commands }) => commands)) {
    if (/ delete-stack /.test(command)) continue
    await t.resolves(runAwsCommand(command, connection), command)
  }
  const { ec2, efs, lambda, s3, iam, apiGateway } = aws.account
  t.same(
    [ec2.vpcs.size, efs.fileSystems.size, lambda.functions.size, s3.buckets.size, apiGateway.apis.size],
    [0, 0, 0, 0, 0],
  )
  t.notOk([...iam.roles.keys()].some(name => name.startsWith('demo-')))
})

t.test(
  'the results of the tagging API are confirmed: a deleted resource is no leftover, an existing one is',
  async t => {
    const aws = await useLocalAws(t)
    const connection = await connectToAws()
    const ec2 = new EC2Client(connection.clientConfig)
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }))
    const tagged = async (GroupName: string) => {
      const request = new CreateSecurityGroupCommand({ VpcId: Vpc!.VpcId, GroupName, Description: GroupName })
      const { GroupId } = await ec2.send(request)
      await ec2.send(new CreateTagsCommand({ Resources: [GroupId!], Tags: stackTags('demo') }))
      return GroupId!
    }
    const [dead, living] = [await tagged('dead'), await tagged('living')]
    aws.account.tagging.staleMs = 60_000
    t.equal((await taggedResources(connection, 'demo')).length, 2)
    await runAwsCommand(`aws ec2 delete-security-group --group-id ${dead} --region us-east-1`, connection)
    t.equal((await taggedResources(connection, 'demo')).length, 2, 'the deleted group is still listed')
    const { leftovers } = await destroy({ prefix: 'demo' })
    t.same(leftovers, [
      {
        type: 'AWS::EC2::SecurityGroup',
        id: living,
        commands: [`aws ec2 delete-security-group --group-id ${living} --region us-east-1`],
      },
    ])
  },
)
