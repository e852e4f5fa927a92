import t from 'tap'
import { type Properties, readTemplate, resourcesOfType } from './read-template.ts'

const compute = readTemplate('compute.yaml')
const properties = (id: string) => compute.Resources[id]!.Properties

// Every statement on all resources, with its reason; anything else on * fails.
const onAllResources = new Map([
  ['LetLambdaManageInterfaces', 'the interfaces have no name beforehand; DescribeNetworkInterfaces works on * alone'],
  ['DenyInterfacesToFunctionCode', 'a refusal is meant to cover everything'],
])

for (const name of ['Producer', 'Consumer']) {
  const role = properties(`${name}Role`)
  const fn = properties(`${name}Function`)
  const statements: Properties[] = role.Policies.flatMap((policy: Properties) => policy.PolicyDocument.Statement)
  const statement = (sid: string): Properties => statements.find(({ Sid }) => Sid === sid) ?? {}

  t.test(`${name}: the role's statements name their resources`, async t => {
    for (const { Sid, Resource } of statements) {
      if (onAllResources.has(Sid)) continue
      const resources = JSON.stringify(Resource)
      t.match(resources, /FileSystemArn|BucketName|LogGroup/, Sid)
      t.notMatch(resources.replace('${BucketName}/*', ''), /\*/, `${Sid} ends no name in *`)
    }
  })

  t.test(`${name}: the role's statements name their actions`, async t => {
    for (const { Sid, Action } of statements) for (const action of [Action].flat()) t.notMatch(action, /\*/, Sid)
  })

  t.test(`${name}: only Lambda assumes the role`, async t => {
    t.same(role.RoleName, fn.FunctionName)
    t.same(role.AssumeRolePolicyDocument.Statement, [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ])
  })

  t.test(`${name}: the outputs name the function and its log group`, async t => {
    t.same(compute.Outputs[`${name}FunctionName`]?.Value, { Ref: `${name}Function` })
    t.same(compute.Outputs[`${name}FunctionArn`]?.Value, { 'Fn::GetAtt': [`${name}Function`, 'Arn'] })
    t.same(compute.Outputs[`${name}LogGroupName`]?.Value, { Ref: `${name}LogGroup` })
  })

  t.test(`${name}: the role may do exactly what the function needs`, async t => {
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action)
    t.same(allowed.sort(), [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
      'elasticfilesystem:ClientMount',
      'elasticfilesystem:ClientWrite',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
    ])
  })

  t.test(`${name}: the role mounts and writes through the access point alone`, async t => {
    t.match(statement('MountAndWriteThroughAccessPoint'), {
      Resource: { Ref: 'FileSystemArn' },
      Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': { Ref: 'AccessPointArn' } } },
    })
  })

  t.test(`${name}: the role lists the bucket, reads and writes its objects (5.3, 5.4)`, async t => {
    const bucket = 'arn:${AWS::Partition}:s3:::${BucketName}'
    t.match(statement('ListModelsBucket'), { Action: 's3:ListBucket', Resource: { 'Fn::Sub': bucket } })
    t.match(statement('ReadAndWriteModelsBucket'), {
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: { 'Fn::Sub': `${bucket}/*` },
    })
  })

  t.test(`${name}: the function's own code may not touch network interfaces`, async t => {
    const deny = statement('DenyInterfacesToFunctionCode')
    t.equal(deny.Effect, 'Deny')
    for (const action of statement('LetLambdaManageInterfaces').Action) t.ok(deny.Action.includes(action), action)
    const arn = deny.Condition.ArnEquals['lambda:SourceFunctionArn']['Fn::Sub']
    t.equal(arn.split(':function:')[1], fn.FunctionName['Fn::Sub'], 'the condition names this function')
  })

  t.test(`${name}: logs go to the group of the template, in JSON`, async t => {
    t.match(fn.LoggingConfig, { LogGroup: { Ref: `${name}LogGroup` }, LogFormat: 'JSON', SystemLogLevel: 'INFO' })
    t.same(statement('WriteOwnLogGroup').Resource, { 'Fn::GetAtt': [`${name}LogGroup`, 'Arn'] })
    t.match(properties(`${name}LogGroup`), {
      LogGroupName: { 'Fn::Sub': `/aws/lambda/\${Prefix}-${name.toLowerCase()}` },
      RetentionInDays: { Ref: 'LogRetentionInDays' },
    })
  })

  t.test(`${name}: the function runs in the subnets with the access point mounted where it looks for it`, async t => {
    t.match(fn, {
      FunctionName: { 'Fn::Sub': `\${Prefix}-${name.toLowerCase()}` },
      Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] },
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Architectures: [{ Ref: 'Architecture' }],
      MemorySize: { Ref: `${name}MemorySize` },
      Code: { S3Bucket: { Ref: 'ArtifactsBucket' }, S3Key: { Ref: `${name}CodeKey` } },
      VpcConfig: { SubnetIds: { Ref: 'SubnetIds' }, SecurityGroupIds: [{ Ref: 'LambdaSecurityGroupId' }] },
      FileSystemConfigs: [{ Arn: { Ref: 'AccessPointArn' }, LocalMountPath: '/mnt/efs' }],
      Environment: { Variables: { EFS_MOUNT_PATH: '/mnt/efs', BUCKET_NAME: { Ref: 'BucketName' } } },
    })
  })
}

t.test('policies are part of the roles, so that none is created after its function or deleted before it', async t => {
  t.equal(resourcesOfType(compute, 'AWS::IAM::Policy').length, 0)
  for (const [id, { Properties }] of resourcesOfType(compute, 'AWS::IAM::Role'))
    t.notOk(Properties.ManagedPolicyArns, id)
})

t.test('a gibibyte has time to arrive, and the Consumer outlasts the API', async t => {
  t.ok(properties('ProducerFunction').Timeout >= 300)
  t.ok(properties('ConsumerFunction').Timeout > 29)
})

t.test('only our account’s models bucket may invoke the Producer', async t => {
  const permissions = resourcesOfType(compute, 'AWS::Lambda::Permission').map(([, r]) => r.Properties)
  t.same(permissions, [
    {
      FunctionName: { 'Fn::GetAtt': ['ProducerFunction', 'Arn'] },
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${BucketName}' },
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ])
})
