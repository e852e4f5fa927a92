import { CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import archiver from 'archiver'
import t, { type Test } from 'tap'
import { startStacks } from '../stack-fixture.ts'
import { Activity } from './activity.ts'

const { signal } = new AbortController()

t.test('held resources are released one by one, beginning with those that others wait for', async t => {
  const activity = new Activity()
  const order: string[] = []
  const held = (name: string, dependents: number) =>
    activity.during(async () => {
      await activity.outlast(dependents, signal)
      order.push(name)
    })
  const quick = activity.during(async () => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise(resolve => setImmediate(resolve))
    order.push('other')
  })
  await Promise.all([held('nobody waits', 0), held('three wait', 3), quick])
  t.same(order, ['other', 'three wait', 'nobody waits'])
})

t.test('an aborted deployment holds no resource back', async t => {
  const ending = new AbortController()
  const activity = new Activity()
  const other = activity.during(
    () => new Promise<void>(resolve => ending.signal.addEventListener('abort', () => resolve())),
  )
  const held = activity.during(() => activity.outlast(0, ending.signal))
  ending.abort()
  await t.rejects(held, { name: 'AbortError' })
  await other
})

const role = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'],
  },
}
const subnet = (index: number) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: {
    VpcId: { Ref: 'Vpc' },
    CidrBlock: `10.0.${index}.0/24`,
    AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] },
  },
})
const target = (index: number) => ({
  Type: 'AWS::EFS::MountTarget',
  Properties: {
    FileSystemId: { Ref: 'Files' },
    SubnetId: { Ref: `Subnet${index}` },
    SecurityGroups: [{ 'Fn::GetAtt': 'Vpc.DefaultSecurityGroup' }],
  },
})
const system = (DependsOn: readonly string[]) => ({
  Role: role,
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Subnet0: subnet(0),
  Subnet1: subnet(1),
  Files: { Type: 'AWS::EFS::FileSystem' },
  Target0: target(0),
  Target1: target(1),
  Point: {
    Type: 'AWS::EFS::AccessPoint',
    Properties: { FileSystemId: { Ref: 'Files' }, PosixUser: { Uid: '1', Gid: '1' } },
  },
  Function: {
    Type: 'AWS::Lambda::Function',
    DependsOn,
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': 'Role.Arn' },
      Code: { S3Bucket: 'code', S3Key: 'code.zip' },
      FileSystemConfigs: [{ Arn: { 'Fn::GetAtt': 'Point.Arn' }, LocalMountPath: '/mnt/efs' }],
      VpcConfig: {
        SubnetIds: [{ Ref: 'Subnet0' }, { Ref: 'Subnet1' }],
        SecurityGroupIds: [{ 'Fn::GetAtt': 'Vpc.DefaultSecurityGroup' }],
      },
    },
  },
})

t.test('a function finds its mount targets only if it waits for all of them', async t => {
  const { client, rest, history } = await startWithCode(t)
  for (const [StackName, dependsOn, works] of [
    ['none', [], false],
    ['first', ['Target0'], false],
    ['second', ['Target1'], false],
    ['both', ['Target0', 'Target1'], true],
  ] as const) {
    const TemplateBody = JSON.stringify({ Resources: system(dependsOn) })
    await client.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_IAM'] }))
    const { StackStatus } = await rest(StackName)
    const events = (await history(StackName)).join('\n')
    t.equal(StackStatus, works ? 'CREATE_COMPLETE' : 'ROLLBACK_COMPLETE', `${StackName}: ${events}`)
    if (!works) t.match(events, /Function CREATE_FAILED .*(not all are in the available|does not have mount targets)/)
  }
})

t.test('a notification finds its permission, and a deployment its methods, only if it waits for them', async t => {
  const { client, rest, history } = await startWithCode(t)
  const resources = (waits: boolean) => ({
    Role: role,
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': 'Role.Arn' },
        Code: { S3Bucket: 'code', S3Key: 'code.zip' },
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: { Ref: 'Function' },
        Action: 'lambda:InvokeFunction',
        Principal: 's3.amazonaws.com',
        SourceArn: 'arn:aws:s3:::notifies',
      },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      ...(waits && { DependsOn: 'Permission' }),
      Properties: {
        BucketName: 'notifies',
        NotificationConfiguration: {
          LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: { 'Fn::GetAtt': 'Function.Arn' } }],
        },
      },
    },
  })
  const api = (waits: boolean) => ({
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: { 'Fn::GetAtt': 'Api.RootResourceId' },
        HttpMethod: 'GET',
        AuthorizationType: 'NONE',
        Integration: { Type: 'MOCK' },
      },
    },
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      ...(waits && { DependsOn: 'Method' }),
      Properties: { RestApiId: { Ref: 'Api' } },
    },
  })
  for (const [StackName, Resources, reason] of [
    ['bucket', resources(false), /Bucket CREATE_FAILED .*Unable to validate the following destination/],
    ['api', api(false), /Deployment CREATE_FAILED .*contain any methods/],
    ['waits', { ...resources(true), ...api(true) }, undefined],
  ] as const) {
    const TemplateBody = JSON.stringify({ Resources })
    await client.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_IAM'] }))
    const { StackStatus } = await rest(StackName)
    const events = (await history(StackName)).join('\n')
    t.equal(StackStatus, reason ? 'ROLLBACK_COMPLETE' : 'CREATE_COMPLETE', events)
    if (reason) t.match(events, reason)
  }
})

async function startWithCode(t: Test) {
  const fixture = await startStacks(t)
  const s3 = new S3Client({ ...fixture.aws, forcePathStyle: true })
  t.teardown(() => s3.destroy())
  const archive = archiver('zip')
  archive.append('exports.handler = async () => {}', { name: 'index.js' })
  void archive.finalize()
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }))
  await s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'code.zip', Body: Buffer.concat(await archive.toArray()) }))
  return fixture
}
