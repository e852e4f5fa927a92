import t from 'tap'
import { functionSettings, checkedArchitectures } from './function-settings.ts'
import { functionWorld } from './function-fixture.ts'

const world = await functionWorld()
t.teardown(() => world.close())
const call = { account: world.aws.account } as never
const needed = { Role: world.roleArn, Runtime: 'nodejs24.x', Handler: 'index.handler' } as const
const settings = (input: object, before?: object) =>
  functionSettings(call, 'f', { ...(before ? {} : needed), ...input }, before as never)
const invalid = { code: 'InvalidParameterValueException', statusCode: 400 }
const violation = (path: string, bound: string) => ({
  code: 'ValidationException',
  message: new RegExp(`at '${path}' failed to satisfy constraint: Member must ${bound}`),
})

t.test('a function without further settings has the defaults', async t => {
  const defaults = {
    description: '',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    roleArn: world.roleArn,
    memorySize: 128,
    timeout: 3,
    variables: {},
    logging: { LogFormat: 'Text', LogGroup: '/aws/lambda/f' },
    ephemeralStorage: { Size: 512 },
  }
  t.same(settings({}), defaults)
  const other = settings({
    Description: 'd',
    MemorySize: 200,
    Timeout: 9,
    Environment: { Variables: { AA: 'b' } },
    EphemeralStorage: { Size: 600 },
    VpcConfig: world.network,
  })
  t.same(settings({}, other), other, 'an update keeps what it does not name')
  t.same(settings({ VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }, other).vpc, undefined)
  t.same(settings({ Environment: {} }, other).variables, {})
})

t.test('numbers have their ranges', async t => {
  for (const [path, inputOf, min, max] of [
    ['memorySize', (MemorySize: number) => ({ MemorySize }), 128, 10_240],
    ['timeout', (Timeout: number) => ({ Timeout }), 1, 900],
    ['ephemeralStorage.size', (Size: number) => ({ EphemeralStorage: { Size } }), 512, 10_240],
  ] as const) {
    for (const size of [min, max]) t.doesNotThrow(() => settings(inputOf(size)), `${path} ${size}`)
    t.throws(() => settings(inputOf(min - 1)), violation(path, `have value greater than or equal to ${min}`))
    t.throws(() => settings(inputOf(max + 1)), violation(path, `have value less than or equal to ${max}`))
  }
})

t.test('a runtime and a handler are needed, and have their forms', async t => {
  for (const lacking of [{ Runtime: undefined }, { Handler: undefined }, { Handler: '' }])
    t.throws(() => settings(lacking), { ...invalid, message: /^Runtime and Handler are mandatory parameters/ })
  for (const Handler of ['h'.repeat(128), 'a/b.c']) t.equal(settings({ Handler }).handler, Handler)
  for (const Handler of ['h'.repeat(129), 'a b']) t.throws(() => settings({ Handler }), violation('handler', 'satisfy'))
  t.equal(settings({ Runtime: 'nodejs22.x' }).runtime, 'nodejs22.x')
  for (const Runtime of ['nodejs', 'nodejs4.3-edge', 'nodejs20.x'])
    t.throws(() => settings({ Runtime }), { ...invalid, message: /no longer supported/ }, Runtime)
  for (const Runtime of ['python3.13', 'java21', 'nodejs21.x'])
    t.throws(() => settings({ Runtime }), { ...invalid, message: /or be a valid ARN/ }, Runtime)
})

t.test('environment variables have names that are not reserved, and 4,096 bytes', async t => {
  const variables = (Variables: Record<string, string>) => settings({ Environment: { Variables } })
  for (const name of ['AA', 'A_1', 'AWS_LAMBDA_EXEC_WRAPPER', 'AWS_LAMBDA_NODEJS_X', 'LANG', 'TZ', 'AWS_X'])
    t.same(variables({ [name]: 'v' }).variables, { [name]: 'v' })
  for (const name of [
    '_HANDLER',
    '_X_AMZN_TRACE_ID',
    'AWS_DEFAULT_REGION',
    'AWS_REGION',
    'AWS_EXECUTION_ENV',
    'AWS_LAMBDA_FUNCTION_NAME',
    'AWS_LAMBDA_RUNTIME_API',
    'AWS_ACCESS_KEY',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'LAMBDA_TASK_ROOT',
    'LAMBDA_RUNTIME_DIR',
  ])
    t.throws(() => variables({ [name]: 'v' }), { ...invalid, message: new RegExp(`in this request: ${name}$`) }, name)
  for (const name of ['', 'A', '1A', 'A-B', '_A'])
    t.throws(() => variables({ [name]: 'v' }), { code: 'ValidationException' })
  const bytes = (size: number) => ({ AA: 'é'.repeat((size - 9) / 2) })
  t.equal(Buffer.byteLength(JSON.stringify(bytes(4095))), 4095)
  t.doesNotThrow(() => variables({ ...bytes(4095), AA: `${bytes(4095).AA}x` }))
  t.throws(() => variables(bytes(4097)), { ...invalid, message: /exceeded the 4KB limit/ })
})

t.test('an architecture is one of the two', async t => {
  for (const architecture of ['x86_64', 'arm64'] as const) t.same(checkedArchitectures([architecture]), [architecture])
  for (const architectures of [[], ['x86_64', 'arm64'], ['mips']])
    t.throws(() => checkedArchitectures(architectures as never), { code: 'ValidationException' })
})

t.test('a function in a VPC needs subnets and groups of one VPC', async t => {
  const vpc = (more: object) => settings({ VpcConfig: { ...world.network, ...more } })
  const lone = { ...invalid, message: 'SubnetIds and SecurityIds must coexist or be both empty list.' }
  t.throws(() => vpc({ SubnetIds: [] }), lone)
  t.throws(() => vpc({ SecurityGroupIds: undefined }), lone)
  t.throws(() => vpc({ SubnetIds: ['subnet-0'] }), { ...invalid, message: /InvalidSubnetID.NotFound.*'subnet-0'/ })
  t.throws(() => vpc({ SecurityGroupIds: ['sg-0'] }), { ...invalid, message: /InvalidGroup.NotFound.*'sg-0'/ })
  // github.com/aws/aws-lambda-dotnet/pull/60, 11 February 2017
  t.throws(() => vpc({ SecurityGroupIds: ['subnet-85f423ba'] }), {
    ...invalid,
    message:
      'Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroupId.Malformed. EC2 Error Message: Invalid id: "subnet-85f423ba" (expecting "sg-...")',
  })
  const { subnetIds, securityGroupIds, vpcId } = vpc({}).vpc!
  t.same({ SubnetIds: subnetIds, SecurityGroupIds: securityGroupIds }, world.network)
  t.ok(world.aws.account.ec2.vpcs.has(vpcId))
})

t.test('a file system has a path below /mnt, and needs a VPC', async t => {
  const Arn = 'arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0'
  const mounted = (LocalMountPath: string, more: object = {}) =>
    settings({ FileSystemConfigs: [{ Arn, LocalMountPath }], ...more })
  for (const path of ['/mnt', '/mnt/', '/mnt/a/b', '/mnt/a b', 'mnt/a', '/efs'])
    t.throws(() => mounted(path), violation('fileSystemConfigs.1.member.localMountPath', 'satisfy'), path)
  t.throws(() => mounted('/mnt/a-B_.9'), {
    ...invalid,
    message: `Function must be configured to execute in a VPC to reference access point ${Arn}`,
  })
  t.throws(() => mounted('/mnt/a', { VpcConfig: world.network }), {
    ...invalid,
    message: `EFS access point ${Arn} does not exist.`,
  })
  const two = [
    { Arn, LocalMountPath: '/mnt/a' },
    { Arn, LocalMountPath: '/mnt/b' },
  ]
  t.throws(
    () => settings({ FileSystemConfigs: two }),
    violation('fileSystemConfigs', 'have length less than or equal to 1'),
  )
})
