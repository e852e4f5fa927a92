import { GetStageCommand, APIGatewayClient } from '@aws-sdk/client-api-gateway'
import {
  type Capability,
  CreateStackCommand,
  DescribeStackResourceCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import {
  DescribeBackupPolicyCommand,
  DescribeFileSystemsCommand,
  DescribeLifecycleConfigurationCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import { GetOpenIDConnectProviderCommand, IAMClient } from '@aws-sdk/client-iam'
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { zipOf } from '../../lambda/function-fixture.ts'
import { type StackFixture, startStacks } from '../stack-fixture.ts'

const integration = { Type: 'MOCK' }

function api(stage: object, more: { method?: object; deployment?: object } = {}) {
  const RestApiId = { Ref: 'Api' }
  return {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
    Get: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId,
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'GET',
        AuthorizationType: 'NONE',
        Integration: { ...integration, ...more.method },
      },
    },
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      DependsOn: 'Get',
      Properties: { RestApiId, ...more.deployment },
    },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId, DeploymentId: { Ref: 'Deployment' }, StageName: 'prod', ...stage },
    },
  }
}

async function deploy({ client, rest }: StackFixture, verb: 'create' | 'update', Resources: object) {
  const Capabilities: Capability[] = ['CAPABILITY_IAM']
  const stack = { StackName: 's', TemplateBody: JSON.stringify({ Resources }), Capabilities }
  await (verb === 'create' ? client.send(new CreateStackCommand(stack)) : client.send(new UpdateStackCommand(stack)))
  return (await rest('s')).StackStatus
}

async function physicalId({ client }: StackFixture, LogicalResourceId: string) {
  const { StackResourceDetail } = await client.send(
    new DescribeStackResourceCommand({ StackName: 's', LogicalResourceId }),
  )
  return StackResourceDetail!.PhysicalResourceId!
}

t.test('after an update a stage has the template’s settings, and defaults for removed ones', async t => {
  const fixture = await startStacks(t)
  const all = { HttpMethod: '*', ResourcePath: '/*' }
  const before = {
    Description: 'one',
    Tags: [{ Key: 'was', Value: '1' }],
    Variables: { a: '1', b: '1' },
    MethodSettings: [{ ...all, ThrottlingRateLimit: 10, ThrottlingBurstLimit: 5 }],
  }
  t.equal(await deploy(fixture, 'create', api(before)), 'CREATE_COMPLETE')
  const Tags = [{ Key: 'is', Value: '1' }]
  const after = {
    Tags,
    Variables: { b: '2' },
    TracingEnabled: true,
    MethodSettings: [{ ...all, MetricsEnabled: true }],
  }
  t.equal(await deploy(fixture, 'update', api(after)), 'UPDATE_COMPLETE')
  const client = new APIGatewayClient(fixture.aws)
  const stage = await client.send(
    new GetStageCommand({ restApiId: await physicalId(fixture, 'Api'), stageName: 'prod' }),
  )
  t.notOk(stage.description)
  t.same(
    Object.keys(stage.tags ?? {}).filter(key => !key.startsWith('aws:')),
    ['is'],
  )
  t.same(stage.variables, { b: '2' })
  t.equal(stage.tracingEnabled, true)
  t.equal(stage.methodSettings?.['*/*']?.metricsEnabled, true)
  t.not(stage.methodSettings?.['*/*']?.throttlingRateLimit, 10)
})

t.test('backups, life cycle and tags of a file system are removed with the lines of the template', async t => {
  const fixture = await startStacks(t)
  const system = (Properties: object) => ({ System: { Type: 'AWS::EFS::FileSystem', Properties } })
  const before = {
    BackupPolicy: { Status: 'ENABLED' },
    LifecyclePolicies: [{ TransitionToIA: 'AFTER_7_DAYS' }],
    FileSystemTags: [{ Key: 'a', Value: 'b' }],
  }
  t.equal(await deploy(fixture, 'create', system(before)), 'CREATE_COMPLETE')
  const efs = new EFSClient(fixture.aws)
  const FileSystemId = await physicalId(fixture, 'System')
  const lifecycle = async () =>
    (await efs.send(new DescribeLifecycleConfigurationCommand({ FileSystemId }))).LifecyclePolicies
  t.same(await lifecycle(), before.LifecyclePolicies)
  t.equal(await deploy(fixture, 'update', system({ FileSystemTags: [{ Key: 'c', Value: 'd' }] })), 'UPDATE_COMPLETE')
  t.same(await lifecycle(), [])
  const { BackupPolicy } = await efs.send(new DescribeBackupPolicyCommand({ FileSystemId }))
  t.equal(BackupPolicy?.Status, 'DISABLED')
  const { FileSystems } = await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))
  const own = FileSystems![0]!.Tags!.filter(({ Key }) => !Key!.startsWith('aws:'))
  t.same(own, [{ Key: 'c', Value: 'd' }])
})

t.test('tags of an identity provider that are no longer in the template are removed', async t => {
  const fixture = await startStacks(t)
  const provider = (...keys: string[]) => ({
    Provider: {
      Type: 'AWS::IAM::OIDCProvider',
      Properties: {
        Url: 'https://token.example.com',
        ClientIdList: ['sts.amazonaws.com'],
        Tags: keys.map(Key => ({ Key, Value: 'v' })),
      },
    },
  })
  t.equal(await deploy(fixture, 'create', provider('a', 'b')), 'CREATE_COMPLETE')
  t.equal(await deploy(fixture, 'update', provider('b', 'c')), 'UPDATE_COMPLETE')
  const OpenIDConnectProviderArn = await physicalId(fixture, 'Provider')
  const { Tags } = await new IAMClient(fixture.aws).send(
    new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }),
  )
  t.same(
    Tags!.map(({ Key }) => Key).filter(key => !key!.startsWith('aws:')),
    ['b', 'c'],
  )
})

t.test('a change that cannot be made fails the resource and is rolled back', async t => {
  const fixture = await startStacks(t)
  t.equal(await deploy(fixture, 'create', api({})), 'CREATE_COMPLETE')
  const changed = api({}, { deployment: { Description: 'two' } })
  t.equal(await deploy(fixture, 'update', changed), 'UPDATE_ROLLBACK_COMPLETE')
  t.match(
    (await fixture.history('s')).join('\n'),
    /Deployment UPDATE_FAILED .*cannot change Description of AWS::ApiGateway::Dep/,
  )
})

t.test('a nested property that no module honours fails the resource', async t => {
  const fixture = await startStacks(t)
  const dropped = api({}, { method: { ContentHandling: 'CONVERT_TO_TEXT' } })
  t.equal(await deploy(fixture, 'create', dropped), 'ROLLBACK_COMPLETE')
  t.match(
    (await fixture.history('s')).join('\n'),
    /Get CREATE_FAILED .*does not have the property Integration.ContentHandling of AWS::ApiGateway::Method/,
  )
})

t.test('a function loses network, memory and description with the lines of the template', async t => {
  const fixture = await startStacks(t)
  const { aws } = fixture
  const s3 = new S3Client({ ...aws, forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }))
  const Body = await zipOf({ 'index.js': 'exports.handler = async () => 1' })
  await s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'z.zip', Body }))
  const template = (settings: object) => ({ ...network, Function: functionOf(settings) })
  const VpcConfig = { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ Ref: 'Group' }] }
  const before = { Description: 'one', MemorySize: 512, Timeout: 30, VpcConfig, ReservedConcurrentExecutions: 0 }
  t.equal(
    await deploy(fixture, 'create', template({ ...before, Tags: [{ Key: 'was', Value: '1' }] })),
    'CREATE_COMPLETE',
  )
  t.equal(await deploy(fixture, 'update', template({})), 'UPDATE_COMPLETE')
  const lambda = new LambdaClient(aws)
  const FunctionName = await physicalId(fixture, 'Function')
  const { Configuration, Concurrency, Tags } = await lambda.send(new GetFunctionCommand({ FunctionName }))
  t.equal(Configuration?.Description, '')
  t.equal(Configuration?.MemorySize, 128)
  t.equal(Configuration?.Timeout, 3)
  t.notOk(Configuration?.VpcConfig?.VpcId)
  t.equal(Concurrency?.ReservedConcurrentExecutions, undefined)
  t.notOk(Tags && 'was' in Tags)
})

const network = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } },
  Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' }, GroupDescription: 'lambda' } },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'],
    },
  },
}

function functionOf(settings: object) {
  const Properties = {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code: { S3Bucket: 'code', S3Key: 'z.zip' },
    ...settings,
  }
  return { Type: 'AWS::Lambda::Function', Properties }
}
