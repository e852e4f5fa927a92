import { ResourceNotFoundException } from '@aws-sdk/client-lambda'
import t from 'tap'
import { handlerCalls, ignoresOnly } from '../handler-calls-fixture.ts'
import { eventInvokeConfig } from './event-invoke-config.ts'
import { lambdaFunction } from './function.ts'
import { permission } from './permission.ts'

const gone = new ResourceNotFoundException({ $metadata: {}, message: 'gone' })
const FunctionName = 'physical'
const described = { State: 'Active', LastUpdateStatus: 'Successful', FunctionArn: 'arn:f' }
const look = (name: string) => ['lambda.GetFunctionConfiguration', { FunctionName: name }]
const own = { Tags: [{ Key: 'own', Value: 'tag' }] }
const same = {
  Description: 'd',
  Runtime: 'nodejs24.x',
  Handler: 'h',
  VpcConfig: { SubnetIds: ['s'], SecurityGroupIds: ['g'] },
  FileSystemConfigs: [{ Arn: 'a', LocalMountPath: '/mnt/x' }],
  LoggingConfig: { LogFormat: 'JSON' },
  TracingConfig: { Mode: 'Active' },
  Layers: ['l'],
  DeadLetterConfig: { TargetArn: 't' },
}
const properties = {
  ...same,
  MemorySize: '256',
  Timeout: '9',
  Environment: { Variables: { A: 1, B: true } },
  EphemeralStorage: { Size: '600' },
  KmsKeyArn: 'k',
}
const configuration = {
  ...same,
  MemorySize: 256,
  Timeout: 9,
  Environment: { Variables: { A: '1', B: 'true' } },
  EphemeralStorage: { Size: 600 },
  KMSKeyArn: 'k',
}
const Code = { S3Bucket: 'b', S3Key: 'k', S3ObjectVersion: 'v' }

t.test('a function is created from its bucket, awaited, and gets its reservation', async t => {
  const { create } = handlerCalls(lambdaFunction, { GetFunctionConfiguration: described })
  const name = 'generated {"maxLength":64}'
  const made = (physicalId: string) => ({ physicalId, attributes: { Arn: 'arn:f' } })
  t.same(await create({ Code, Role: 'r' }), {
    made: made(name),
    calls: [
      [
        'lambda.CreateFunction',
        { FunctionName: name, Role: 'r', Code, Environment: { Variables: {} }, Tags: { of: 'stack' } },
      ],
      ['initiated', name],
      look(name),
    ],
  })
  const whole = {
    ...properties,
    FunctionName: 'f',
    Role: 'r',
    Code,
    Architectures: ['arm64'],
    PackageType: 'Zip',
    ...own,
  }
  t.same(await create({ ...whole, ReservedConcurrentExecutions: '0' }), {
    made: made('f'),
    calls: [
      [
        'lambda.CreateFunction',
        {
          ...configuration,
          FunctionName: 'f',
          Role: 'r',
          Code,
          Architectures: ['arm64'],
          PackageType: 'Zip',
          Tags: { of: 'stack', own: 'tag' },
        },
      ],
      ['initiated', 'f'],
      look('f'),
      ['lambda.PutFunctionConcurrency', { FunctionName: 'f', ReservedConcurrentExecutions: 0 }],
    ],
  })
  await t.rejects(create({ Code: { ZipFile: 'x' } }), { code: 'InvalidRequest' })
  await t.rejects(create({ Code: {} }), { message: 'The local CloudFormation takes code from S3 only.' })
  for (const [failed, words] of [
    [{ State: 'Failed', StateReason: 'why' }, 'f: why'],
    [{ State: 'Active', LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'so' }, 'f: so'],
  ] as const)
    await t.rejects(handlerCalls(lambdaFunction, { GetFunctionConfiguration: failed }).create(whole), {
      code: 'NotStabilized',
      message: words,
    })
})

t.test('a function is changed by the calls for what has changed', async t => {
  const { update } = handlerCalls(lambdaFunction, { GetFunctionConfiguration: described })
  const calls = async (before: object, after: object, changed: string[]) => (await update(before, after, changed)).calls
  t.same(await calls({}, {}, []), [look(FunctionName)])
  for (const changed of ['Code', 'Architectures'])
    t.same(await calls({}, { Code, Architectures: ['arm64'] }, [changed]), [
      ['lambda.UpdateFunctionCode', { FunctionName, ...Code, Architectures: ['arm64'] }],
      look(FunctionName),
      look(FunctionName),
    ])
  t.same(await calls({}, { ...properties, Role: 'r' }, ['Timeout']), [
    ['lambda.UpdateFunctionConfiguration', { ...configuration, FunctionName, Role: 'r' }],
    look(FunctionName),
  ])
  t.same(await calls(properties, { Role: 'r' }, ['Timeout']), [
    [
      'lambda.UpdateFunctionConfiguration',
      {
        FunctionName,
        Role: 'r',
        Description: '',
        MemorySize: 128,
        Timeout: 3,
        Environment: { Variables: {} },
        VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
        FileSystemConfigs: [],
        LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/physical' },
        EphemeralStorage: { Size: 512 },
      },
    ],
    look(FunctionName),
  ])
  t.same(await calls(own, {}, ['Tags']), [
    look(FunctionName),
    ['lambda.UntagResource', { Resource: 'arn:f', TagKeys: ['own'] }],
    ['lambda.TagResource', { Resource: 'arn:f', Tags: { of: 'stack' } }],
    look(FunctionName),
  ])
  const reserved = { ReservedConcurrentExecutions: '5' }
  const changed = ['ReservedConcurrentExecutions']
  t.same(await calls(reserved, {}, changed), [
    ['lambda.DeleteFunctionConcurrency', { FunctionName }],
    look(FunctionName),
  ])
  t.same(await calls({}, reserved, changed), [
    ['lambda.PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 5 }],
    look(FunctionName),
  ])
  for (const fixed of ['FunctionName', 'PackageType', 'TracingConfig', 'Layers', 'DeadLetterConfig', 'KmsKeyArn'])
    t.notOk(lambdaFunction.applies!.includes(fixed), fixed)
  t.equal(lambdaFunction.applies!.length, 15)
})

t.test('a deletion waits for the interfaces of a function in a VPC, if it may see them', async t => {
  const inVpc = { VpcConfig: { SubnetIds: ['s1', 's2'] } }
  const deletion = ['lambda.DeleteFunction', { FunctionName }]
  const Filters = [
    { Name: 'description', Values: ['AWS Lambda VPC ENI-physical'] },
    { Name: 'subnet-id', Values: ['s1', 's2'] },
  ]
  const asked = ['ec2.DescribeNetworkInterfaces', { Filters }]
  t.same(await handlerCalls(lambdaFunction).remove(), [deletion])
  t.same(await handlerCalls(lambdaFunction).remove(inVpc), [deletion, asked])
  await ignoresOnly(t, lambdaFunction, 'DeleteFunction', gone)
  const unauthorized = Object.assign(new Error('no'), { name: 'UnauthorizedOperation' })
  await ignoresOnly(t, lambdaFunction, 'DescribeNetworkInterfaces', unauthorized, inVpc)
  let left = 3
  const answers = {
    get DescribeNetworkInterfaces() {
      return { NetworkInterfaces: left-- > 0 ? [{}] : [] }
    },
  }
  const words = 'CloudFormation is waiting for NetworkInterfaces associated with the Lambda Function to be cleaned up.'
  t.same(await handlerCalls(lambdaFunction, answers).remove(inVpc), [
    deletion,
    asked,
    ['waiting', words],
    asked,
    asked,
    asked,
  ])
})

t.test('a permission outlasts other work, and an invoke config is put and put again', async t => {
  const { create, remove } = handlerCalls(permission)
  const statement = { FunctionName: 'f', Action: 'a', Principal: 'p', SourceArn: 's', SourceAccount: '0' }
  const StatementId = 'generated {"maxLength":100}'
  t.same(await create(statement), {
    made: { physicalId: StatementId, attributes: { Id: StatementId } },
    calls: [['outlast'], ['lambda.AddPermission', { ...statement, StatementId }]],
  })
  t.same(await remove(statement), [['lambda.RemovePermission', { FunctionName: 'f', StatementId: 'physical' }]])
  await ignoresOnly(t, permission, 'RemovePermission', gone)

  const config = handlerCalls(eventInvokeConfig)
  const at = { FunctionName: 'f', Qualifier: '$LATEST' }
  const whole = { ...at, DestinationConfig: { OnFailure: { Destination: 'd' } } }
  const put = {
    made: { physicalId: 'f|$LATEST', attributes: {} },
    calls: [
      ['lambda.PutFunctionEventInvokeConfig', { ...whole, MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 }],
    ],
  }
  const numbers = { MaximumEventAgeInSeconds: '60', MaximumRetryAttempts: '0' }
  t.same(await config.create({ ...whole, ...numbers }), put)
  t.same(await config.update({}, { ...whole, ...numbers }, []), put)
  t.same(await config.remove(at), [['lambda.DeleteFunctionEventInvokeConfig', at]])
  await ignoresOnly(t, eventInvokeConfig, 'DeleteFunctionEventInvokeConfig', gone)
})
