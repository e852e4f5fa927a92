import {
  CreateChangeSetCommand,
  CreateStackCommand,
  CloudFormationClient,
  UpdateStackCommand,
  DescribeStackEventsCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateRestApiCommand } from '@aws-sdk/client-api-gateway'
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateTagsCommand, CreateVpcCommand, CreateVpcEndpointCommand } from '@aws-sdk/client-ec2'
import { CreateFileSystemCommand } from '@aws-sdk/client-efs'
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam'
import t from 'tap'
import { within } from '../testing/eventually.ts'
import { tag, taggedServices } from './tagged-services-fixture.ts'

const services = await taggedServices(t)
const { aws, ec2, efs, iam, logs, apiGateway } = services
const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
const { AssumeRolePolicyDocument } = services.role
const role = { RoleName: 'role', AssumeRolePolicyDocument }

for (const [title, send, name] of [
  [
    'a tag of a new VPC that begins with aws:',
    () =>
      ec2.send(
        new CreateVpcCommand({
          CidrBlock: '10.0.0.0/16',
          TagSpecifications: [{ ResourceType: 'vpc', Tags: tag('AWS:x') }],
        }),
      ),
    'InvalidParameterValue',
  ],
  [
    'a repeated tag of a VPC',
    () => ec2.send(new CreateTagsCommand({ Resources: [VpcId], Tags: tag('a', 'a') })),
    'InvalidParameterValue',
  ],
  [
    'a tag of a file system that begins with aws:',
    () => efs.send(new CreateFileSystemCommand({ CreationToken: 'a', Tags: tag('aws:x') })),
    'BadRequest',
  ],
  [
    'tags of a role that differ only in case',
    () => iam.send(new CreateRoleCommand({ ...role, Tags: tag('a', 'A') })),
    'InvalidInputException',
  ],
  [
    'a tag of a log group that begins with aws:',
    () => logs.send(new CreateLogGroupCommand({ logGroupName: '/a', tags: { 'aws:x': 'v' } })),
    'InvalidParameterException',
  ],
  [
    'a tag of an API that begins with aws:',
    () => apiGateway.send(new CreateRestApiCommand({ name: 'a', tags: { 'aws:x': 'v' } })),
    'BadRequestException',
  ],
  [
    'a tag of a VPC whose key has 129 characters',
    () => ec2.send(new CreateTagsCommand({ Resources: [VpcId], Tags: tag('k'.repeat(129)) })),
    'InvalidParameterValue',
  ],
  [
    'a tag of an API whose value has 257 characters',
    () => apiGateway.send(new CreateRestApiCommand({ name: 'a', tags: { k: 'v'.repeat(257) } })),
    'BadRequestException',
  ],
  [
    'an unknown tenancy',
    () => ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16', InstanceTenancy: 'shared' as 'host' })),
    'InvalidParameterValue',
  ],
  [
    'an unknown KMS key',
    () => efs.send(new CreateFileSystemCommand({ CreationToken: 'a', Encrypted: true, KmsKeyId: 'alias/mine' })),
    'NotImplemented',
  ],
  [
    'an endpoint service that AWS has',
    () => ec2.send(new CreateVpcEndpointCommand({ VpcId, ServiceName: 'com.amazonaws.us-east-1.dynamodb' })),
    'NotImplemented',
  ],
  [
    'an endpoint service of another Region',
    () => ec2.send(new CreateVpcEndpointCommand({ VpcId, ServiceName: 'com.amazonaws.eu-west-1.s3' })),
    'InvalidServiceName',
  ],
] as const) {
  t.test(`${title} is refused`, async t => {
    await t.rejects(send(), { name })
  })
}

t.test('an unknown managed policy is refused as missing here, not as missing on AWS', async t => {
  await iam.send(new CreateRoleCommand(role))
  const attach = (PolicyArn: string) => iam.send(new AttachRolePolicyCommand({ RoleName: 'role', PolicyArn }))
  await t.rejects(attach('arn:aws:iam::aws:policy/ReadOnlyAccess'), {
    name: 'NotImplemented',
    message: /local AWS does not have the managed policy/,
  })
  await t.rejects(attach('arn:aws:iam::111122223333:policy/mine'), { name: 'NoSuchEntityException' })
})

t.test('the same tags, and a rule with two sources, are refused in a template', async t => {
  const client = new CloudFormationClient(aws)
  const vpc = (Tags: object[]) => ({ Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', Tags } })
  const rule = { IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: '10.0.0.0/8', SourcePrefixListId: 'pl-1' }
  const group = {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'd', VpcId, SecurityGroupIngress: [rule] },
  }
  for (const [StackName, resource, reason] of [
    ['reserved', vpc(tag('aws:x')), /begin with aws:/],
    ['twice', vpc(tag('a', 'a')), /Duplicate tag key 'a'/],
    ['sources', group, /exactly one of CidrIp/],
  ] as const) {
    const TemplateBody = JSON.stringify({ Resources: { R: resource } })
    await client.send(new CreateStackCommand({ StackName, TemplateBody }))
    await within(`${StackName} comes to rest`, aws.account.cloudFormation.settled(StackName))
    const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName }))
    t.match(StackEvents!.map(({ ResourceStatusReason }) => ResourceStatusReason).join('\n'), reason)
  }
})

t.test('the tags of a stack are refused by each call that takes them', async t => {
  const client = new CloudFormationClient(aws)
  const StackName = 'tagged'
  const TemplateBody = JSON.stringify({ Resources: { G: { Type: 'AWS::Logs::LogGroup' } } })
  for (const [Tags, message] of [
    [tag('a', 'b', 'a'), 'Tags contain duplicate keys; tag keys must be unique'],
    [tag('aws:a'), 'aws: prefixed tag key names are not allowed for external use.'],
  ] as const)
    for (const command of [
      new CreateStackCommand({ StackName, TemplateBody, Tags }),
      new UpdateStackCommand({ StackName, TemplateBody, Tags }),
      new CreateChangeSetCommand({ StackName, TemplateBody, Tags, ChangeSetName: 'c', ChangeSetType: 'CREATE' }),
    ])
      await t.rejects(client.send(command as CreateStackCommand), { name: 'ValidationError', message })
})
