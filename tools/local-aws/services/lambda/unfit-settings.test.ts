import {
  AddPermissionCommand,
  type AddPermissionRequest,
  type CreateFunctionRequest,
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { CreateRoleCommand } from '@aws-sdk/client-iam'
import t from 'tap'
import { functionActive } from '../../../command/function-settled.ts'
import { functionWorld } from './function-fixture.ts'

const world = await functionWorld()
t.teardown(() => world.close())
const { create, lambda, iam, roleArn, network } = world
const source = 'exports.handler = async () => {}'
await create('there', source)

const [SubnetId, GroupId] = [network.SubnetIds[0]!, network.SecurityGroupIds[0]!]
const many = (count: number, value: string) => Array.from({ length: count }, () => value)
const point = 'fsap-0123456789abcdef0'
const mounted = (Arn: string) => ({
  VpcConfig: network,
  FileSystemConfigs: [{ Arn, LocalMountPath: '/mnt/efs' }],
})
const elsewhere = `arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/${point}`
const levels = { ApplicationLogLevel: 'INFO' } as const

for (const [title, settings, name, message] of [
  ['a description of 257 characters', { Description: 'd'.repeat(257) }, 'ValidationException', /'description'.*256/],
  [
    '17 subnets',
    { VpcConfig: { ...network, SubnetIds: many(17, SubnetId) } },
    'ValidationException',
    /'vpcConfig.subnetIds'.*16/,
  ],
  [
    '6 security groups',
    { VpcConfig: { ...network, SecurityGroupIds: many(6, GroupId) } },
    'ValidationException',
    /'vpcConfig.securityGroupIds'.*5/,
  ],
  ['the id of an access point', mounted(point), 'ValidationException', /arn' failed/],
  ['an access point that does not exist', mounted(elsewhere), 'InvalidParameterValueException', /does not exist/],
  ['an unknown log format', { LoggingConfig: { LogFormat: 'Xml' as 'JSON' } }, 'ValidationException', /enum value set/],
  [
    'log levels of text',
    { LoggingConfig: { LogFormat: 'Text', ...levels } },
    'InvalidParameterValueException',
    /LogLevel is not supported when LogFormat is set to "Text"/,
  ],
  [
    'log levels with the default format',
    { LoggingConfig: levels },
    'InvalidParameterValueException',
    /LogLevel is not/,
  ],
  ['51 tags', { Tags: Object.fromEntries(many(51, 'v').map((value, i) => [`k${i}`, value])) }, undefined, /50 tags/],
] as const satisfies readonly (readonly [string, Partial<CreateFunctionRequest>, string | undefined, RegExp])[]) {
  t.test(`a function with ${title} is refused`, async t => {
    await t.rejects(create('refused', source, settings), name ? { name, message } : { message })
  })
}

t.test('a function that changes back to text has no log levels', async t => {
  const logging = async (LoggingConfig: object) => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'there', LoggingConfig }))
    await functionActive(lambda, 'there')
    return (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'there' }))).LoggingConfig!
  }
  t.match(await logging({ LogFormat: 'JSON', ...levels }), levels)
  t.notOk('ApplicationLogLevel' in (await logging({ LogFormat: 'Text' })))
})

const permission: AddPermissionRequest = {
  FunctionName: 'there',
  StatementId: 'one',
  Action: 'lambda:InvokeFunction',
  Principal: 's3.amazonaws.com',
}
for (const [title, part, name] of [
  ['a statement id with a space', { StatementId: 'a b' }, 'ValidationException'],
  ['a statement id of 101 characters', { StatementId: 'a'.repeat(101) }, 'ValidationException'],
  ['an unknown service', { Principal: 's4.amazonaws.com' }, 'InvalidParameterValueException'],
  ['all of AWS as a service', { Principal: 'amazonaws.com' }, 'InvalidParameterValueException'],
  ['a word as principal', { Principal: 'everybody' }, 'InvalidParameterValueException'],
  ['a role that is not there', { Principal: `${roleArn}-other` }, 'InvalidParameterValueException'],
  ['an account of 11 digits', { SourceAccount: '12345678901' }, 'ValidationException'],
  ['a source that is no ARN', { SourceArn: 'bucket' }, 'ValidationException'],
] as const) {
  t.test(`a permission with ${title} is refused`, async t => {
    await t.rejects(lambda.send(new AddPermissionCommand({ ...permission, ...part })), { name })
  })
}

t.test('services, accounts, roles and everybody can get permissions', async t => {
  for (const [index, Principal] of [
    's3.amazonaws.com',
    'sns.us-east-1.amazonaws.com',
    '111122223333',
    roleArn,
    '*',
  ].entries()) {
    await lambda.send(new AddPermissionCommand({ ...permission, StatementId: `s${index}`, Principal }))
  }
})

t.test('a role cannot trust an unknown service, and its trust policy has at most 2,048 characters', async t => {
  const trust = (Service: string | string[]) =>
    iam.send(
      new CreateRoleCommand({
        RoleName: 'trusting',
        AssumeRolePolicyDocument: JSON.stringify({
          Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
        }),
      }),
    )
  await t.rejects(trust('lamda.amazonaws.com'), {
    name: 'MalformedPolicyDocumentException',
    message: 'Invalid principal in policy: "SERVICE":"lamda.amazonaws.com"',
  })
  await t.rejects(trust(many(100, 'lambda.amazonaws.com')), { name: 'LimitExceededException', message: /2048/ })
})
