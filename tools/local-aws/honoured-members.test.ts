import { APIGatewayClient, CreateRestApiCommand, PutIntegrationCommand } from '@aws-sdk/client-api-gateway'
import { CloudFormationClient, CreateStackCommand, DescribeEventsCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { CreateFileSystemCommand, CreateMountTargetCommand, EFSClient } from '@aws-sdk/client-efs'
import {
  CreateRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam'
import {
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import t from 'tap'
import { givenBeside } from './honoured-members.ts'
import { startLocalAws } from './server.ts'
import { services } from './services.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const apiGateway = new APIGatewayClient(aws)
const cloudFormation = new CloudFormationClient(aws)
const ec2 = new EC2Client(aws)
const efs = new EFSClient(aws)
const iam = new IAMClient(aws)
const lambda = new LambdaClient(aws)
const logs = new CloudWatchLogsClient(aws)
const s3 = new S3Client({ ...aws, forcePathStyle: true })
const sts = new STSClient(aws)
const tagging = new ResourceGroupsTaggingAPIClient(aws)

const role = { RoleArn: 'arn:aws:iam::000000000000:role/r', RoleSessionName: 'session' }
const method = { restApiId: 'a', resourceId: 'b', httpMethod: 'POST', type: 'AWS_PROXY' as const }
const newRole = { RoleName: 'r', AssumeRolePolicyDocument: '{}' }
const simulation = { PolicySourceArn: role.RoleArn, ActionNames: ['s3:GetObject'] }
const target = { FileSystemId: 'fs-01234567', SubnetId: 'subnet-01234567' }
const stack = { StackName: 's', TemplateBody: '{}' }
const object = { Bucket: 'shelf', Key: 'k' }
const versioning = { Bucket: 'shelf', VersioningConfiguration: { Status: 'Enabled' as const } }

t.test('a member that an operation would silently ignore is refused by name, in each service', async t => {
  const refused: [member: string, answer: () => Promise<unknown>][] = [
    [
      'minimumCompressionSize of apigateway:CreateRestApi',
      () => apiGateway.send(new CreateRestApiCommand({ name: 'a', minimumCompressionSize: 0 })),
    ],
    [
      'credentials of apigateway:PutIntegration',
      () => apiGateway.send(new PutIntegrationCommand({ ...method, credentials: 'c' })),
    ],
    [
      'TimeoutInMinutes of cloudformation:CreateStack',
      () => cloudFormation.send(new CreateStackCommand({ ...stack, TimeoutInMinutes: 1 })),
    ],
    [
      'OperationId of cloudformation:DescribeEvents',
      () => cloudFormation.send(new DescribeEventsCommand({ OperationId: 'o' })),
    ],
    [
      'GroupNames of ec2:DescribeSecurityGroups',
      () => ec2.send(new DescribeSecurityGroupsCommand({ GroupNames: ['default'] })),
    ],
    [
      'AvailabilityZoneName of elasticfilesystem:CreateFileSystem',
      () => efs.send(new CreateFileSystemCommand({ AvailabilityZoneName: 'us-east-1a' })),
    ],
    [
      'IpAddressType of elasticfilesystem:CreateMountTarget',
      () => efs.send(new CreateMountTargetCommand({ ...target, IpAddressType: 'DUAL_STACK' })),
    ],
    [
      'PermissionsBoundary of iam:CreateRole',
      () => iam.send(new CreateRoleCommand({ ...newRole, PermissionsBoundary: 'arn:aws:iam::aws:policy/p' })),
    ],
    [
      'PathPrefix of iam:ListAttachedRolePolicies',
      () => iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'r', PathPrefix: '/a/' })),
    ],
    [
      'PolicyInputList of iam:SimulatePrincipalPolicy',
      () => iam.send(new SimulatePrincipalPolicyCommand({ ...simulation, PolicyInputList: ['{}'] })),
    ],
    [
      'KMSKeyArn of lambda:UpdateFunctionConfiguration',
      () => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', KMSKeyArn: 'k' })),
    ],
    ['TenantId of lambda:Invoke', () => lambda.send(new InvokeCommand({ FunctionName: 'f', TenantId: 't' }))],
    [
      'RevisionId of lambda:RemovePermission',
      () => lambda.send(new RemovePermissionCommand({ FunctionName: 'f', StatementId: 's', RevisionId: 'r' })),
    ],
    [
      'kmsKeyId of logs:CreateLogGroup',
      () => logs.send(new CreateLogGroupCommand({ logGroupName: 'g', kmsKeyId: 'k' })),
    ],
    [
      'ObjectLockEventHold of s3:PutObject',
      () => s3.send(new PutObjectCommand({ ...object, Body: 'x', ObjectLockEventHold: 'ON' })),
    ],
    ['MFA of s3:PutBucketVersioning', () => s3.send(new PutBucketVersioningCommand({ ...versioning, MFA: 'm 1' }))],
    [
      'SSECustomerAlgorithm of s3:GetObject',
      () => s3.send(new GetObjectCommand({ ...object, SSECustomerAlgorithm: 'AES256' })),
    ],
    ['Policy of sts:AssumeRole', () => sts.send(new AssumeRoleCommand({ ...role, Policy: '{}' }))],
    ['Tags of sts:AssumeRole', () => sts.send(new AssumeRoleCommand({ ...role, Tags: [{ Key: 'a', Value: 'b' }] }))],
    ['TagsPerPage of tagging:GetResources', () => tagging.send(new GetResourcesCommand({ TagsPerPage: 100 }))],
  ]
  for (const [member, answer] of refused) {
    await t.rejects(answer(), { name: 'NotImplemented', message: `The local AWS does not have the member ${member}.` })
  }
})

t.test('members without effect here are accepted', async t => {
  await s3.send(new CreateBucketCommand({ Bucket: 'shelf' }))
  const owner = { ExpectedBucketOwner: aws.accountId, RequestPayer: 'requester' as const }
  await t.resolves(s3.send(new PutObjectCommand({ ...object, ...owner, Body: 'x', ChecksumAlgorithm: 'SHA256' })))
  await t.resolves(s3.send(new GetObjectCommand({ ...object, ...owner, ChecksumMode: 'ENABLED' })))
  const listing = { Bucket: 'shelf', ...owner, OptionalObjectAttributes: ['RestoreStatus' as const] }
  await t.resolves(s3.send(new ListObjectsV2Command(listing)))
  await t.resolves(iam.send(new ListRolesCommand({ MaxItems: 10 })))
  await t.resolves(lambda.send(new ListFunctionsCommand({ MaxItems: 10, FunctionVersion: 'ALL' })))
})

t.test('a value with the same meaning as a missing member counts as missing', t => {
  for (const value of [undefined, null, false, [], {}, { a: { b: [] } }]) t.equal(givenBeside({ value }, []), undefined)
  for (const value of [true, 0, '', 'x', ['x'], { a: { b: 0 } }, new Date(0), new Uint8Array()]) {
    t.equal(givenBeside({ value }, []), 'value')
    t.equal(givenBeside({ value }, ['value']), undefined)
  }
  t.end()
})

t.test('the members that operations and services honour are in their models', t => {
  for (const { signingName, model, operations, honours: ofAll = [] } of services.values()) {
    const known = new Set<string>()
    for (const [operationName, { honours }] of Object.entries(operations)) {
      const members = [...model.operation(operationName)!.input.structIterator()].map(([member]) => member)
      for (const member of members) known.add(member)
      const unknown = honours.filter(one => !members.includes(one))
      t.strictSame(unknown, [], `${signingName}:${operationName}`)
    }
    t.strictSame(
      ofAll.filter(one => !known.has(one)),
      [],
      signingName,
    )
  }
  t.end()
})
