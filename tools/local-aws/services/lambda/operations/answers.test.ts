import { createHash } from 'node:crypto'
import {
  AddPermissionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionUpdated } from '../../../../command/function-settled.ts'
import { functionWorld, zipOf } from '../function-fixture.ts'

const world = await functionWorld()
t.teardown(() => world.close())
const { aws, create, lambda, network, roleArn } = world
const FunctionName = 'described'
const FunctionArn = aws.account.arn('lambda', `function:${FunctionName}`)
const ZipFile = await zipOf({ 'index.js': 'exports.handler = async () => 1' })
const sha256 = (zip: Uint8Array) => createHash('sha256').update(zip).digest('base64')
await create(FunctionName, '', {
  Code: { ZipFile },
  Description: 'described in full',
  MemorySize: 256,
  Environment: { Variables: { MODE: 'x' } },
  VpcConfig: network,
  LoggingConfig: { LogFormat: 'JSON', LogGroup: '/g', ApplicationLogLevel: 'WARN', SystemLogLevel: 'DEBUG' },
  EphemeralStorage: { Size: 1024 },
  Tags: { a: 'b' },
})
const notFound = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } }
const conflict = { name: 'ResourceConflictException', $metadata: { httpStatusCode: 409 } }
const { VpcId } = [...aws.account.ec2.subnets.values()].map(({ vpcId }) => ({ VpcId: vpcId }))[0]!

const settings = {
  FunctionName,
  FunctionArn,
  Runtime: 'nodejs24.x',
  Role: roleArn,
  Handler: 'index.handler',
  CodeSize: ZipFile.length,
  CodeSha256: sha256(ZipFile),
  Description: 'described in full',
  Timeout: 20,
  MemorySize: 256,
  Version: '$LATEST',
  VpcConfig: { ...network, VpcId, Ipv6AllowedForDualStack: false },
  Environment: { Variables: { MODE: 'x' } },
  TracingConfig: { Mode: 'PassThrough' },
  PackageType: 'Zip',
  Architectures: ['x86_64'],
  EphemeralStorage: { Size: 1024 },
  SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
  LoggingConfig: { LogFormat: 'JSON', LogGroup: '/g', ApplicationLogLevel: 'WARN', SystemLogLevel: 'DEBUG' },
}

t.test('the whole description of a function', async t => {
  const { $metadata, LastModified, RevisionId, ...whole } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName }),
  )
  t.equal($metadata.httpStatusCode, 200)
  t.match(LastModified, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/)
  t.match(RevisionId, /^[0-9a-f-]{36}$/)
  const hash = createHash('sha256').update('nodejs24.x').digest('hex')
  t.same(whole, {
    ...settings,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    RuntimeVersionConfig: { RuntimeVersionArn: `arn:aws:lambda:us-east-1::runtime:${hash}` },
  })
  const { Functions } = await lambda.send(new ListFunctionsCommand({}))
  t.same(Functions, [{ ...settings, LastModified, RevisionId }])
})

t.test('GetFunction tells the tags and the reservation of a function, if it has them', async t => {
  const get = async () => {
    const { Code, Tags, Concurrency } = await lambda.send(new GetFunctionCommand({ FunctionName }))
    t.equal(Code!.RepositoryType, 'S3')
    t.ok(
      Code!.Location!.startsWith(`${aws.endpoint}/awslambda-us-east-1-tasks/snapshots/000000000000/${FunctionName}-`),
    )
    return { Tags, Concurrency }
  }
  t.same(await get(), { Tags: { a: 'b' }, Concurrency: undefined })
  const reserved = () => lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))
  t.equal((await reserved()).ReservedConcurrentExecutions, undefined)
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 7 }))
  t.same(await get(), { Tags: { a: 'b' }, Concurrency: { ReservedConcurrentExecutions: 7 } })
  t.equal((await reserved()).ReservedConcurrentExecutions, 7)

  const { AccountLimit, AccountUsage } = await lambda.send(new GetAccountSettingsCommand({}))
  t.same(AccountLimit, {
    TotalCodeSize: 80_530_636_800,
    CodeSizeUnzipped: 262_144_000,
    CodeSizeZipped: 52_428_800,
    ConcurrentExecutions: 1000,
    UnreservedConcurrentExecutions: 993,
  })
  t.same(AccountUsage, { TotalCodeSize: ZipFile.length, FunctionCount: 1 })

  await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
  t.equal((await reserved()).ReservedConcurrentExecutions, undefined)
  const put = (name: string) =>
    lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 1 }))
  await t.rejects(put(`${FunctionName}:$LATEST`), {
    name: 'InvalidParameterValueException',
    message: /^This operation is permitted on Lambda functions only\./,
  })
  await t.rejects(put('none'), { ...notFound, message: /^Function not found: arn:aws:.*:function:none:\$LATEST$/ })
})

t.test('tags are added, replaced and removed, up to fifty', async t => {
  const tags = async () => (await lambda.send(new ListTagsCommand({ Resource: FunctionArn }))).Tags
  const tag = (Tags: Record<string, string>) => lambda.send(new TagResourceCommand({ Resource: FunctionArn, Tags }))
  await tag({ a: 'c', d: 'e' })
  t.same(await tags(), { a: 'c', d: 'e' })
  const more = Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`k${index}`, 'v']))
  await tag(more)
  await t.rejects(tag({ one: 'more' }), { name: 'InvalidParameterValueException' })
  await t.resolves(tag({ a: 'again' }), 'a known key is not one more')
  const keys = [...Object.keys(more), 'd']
  await lambda.send(new UntagResourceCommand({ Resource: FunctionArn, TagKeys: keys }))
  t.same(await tags(), { a: 'again' })
})

t.test('a permission is a statement of the function’s policy until it is removed', async t => {
  const getPolicy = () => lambda.send(new GetPolicyCommand({ FunctionName }))
  await t.rejects(getPolicy(), { ...notFound, message: 'The resource you requested does not exist.' })
  const add = async (StatementId: string, more: object) => {
    const permission = { FunctionName, StatementId, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' }
    return JSON.parse((await lambda.send(new AddPermissionCommand({ ...permission, ...more }))).Statement!)
  }
  const statement = (Sid: string) => ({
    Sid,
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: FunctionArn,
  })
  const plain = await add('plain', {})
  t.same(plain, statement('plain'))
  const both = await add('both', { SourceAccount: '000000000000', SourceArn: 'arn:aws:s3:::b' })
  t.same(both, {
    ...statement('both'),
    Condition: {
      StringEquals: { 'AWS:SourceAccount': '000000000000' },
      ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::b' },
    },
  })
  const account = await add('account', { SourceAccount: '000000000000' })
  t.same(account.Condition, { StringEquals: { 'AWS:SourceAccount': '000000000000' } })
  await t.rejects(add('plain', {}), { ...conflict, message: /^The statement id \(plain\) provided already exists/ })
  const { Policy, RevisionId } = await getPolicy()
  t.same(JSON.parse(Policy!), { Version: '2012-10-17', Id: 'default', Statement: [plain, both, account] })
  t.equal(RevisionId, (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).RevisionId)
  const remove = (StatementId: string) => lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }))
  for (const Sid of ['plain', 'both', 'account']) await remove(Sid)
  await t.rejects(remove('plain'), { ...notFound, message: 'Statement plain is not found in resource policy.' })
  await t.rejects(getPolicy(), notFound)
})

t.test('a dry run and a wrong request are answered without a call of the function', async t => {
  const invoke = (more: object) => lambda.send(new InvokeCommand({ FunctionName, ...more }))
  t.equal((await invoke({ InvocationType: 'DryRun' })).StatusCode, 204)
  const context = (json: string) => invoke({ ClientContext: Buffer.from(json).toString('base64') })
  const refused = { name: 'InvalidRequestContentException', $metadata: { httpStatusCode: 400 } }
  await t.rejects(context('{'), { ...refused, message: 'Client context must be a valid Base64-encoded JSON object.' })
  await t.rejects(invoke({ ClientContext: 'x'.repeat(3584) }), {
    ...refused,
    message: 'Client context must be 3583 bytes or less.',
  })
  await t.rejects(invoke({ ClientContext: 'x'.repeat(3583) }), { ...refused, message: /Base64-encoded/ })
  await t.rejects(invoke({ Payload: '{' }), {
    ...refused,
    message: /^Could not parse request body into json: Could not/,
  })
  await t.rejects(lambda.send(new InvokeCommand({ FunctionName: 'none', InvocationType: 'DryRun' })), notFound)
})

t.test('a dry run of an update tells the new code and keeps the old', async t => {
  const other = await zipOf({ 'index.js': 'exports.handler = async () => "another"' })
  const update = (more: object) => lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: other, ...more }))
  const hash = async () => (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).CodeSha256
  t.match(await update({ DryRun: true }), { CodeSha256: sha256(other), CodeSize: other.length })
  t.equal(await hash(), sha256(ZipFile))
  t.match(await update({}), {
    CodeSha256: sha256(other),
    LastUpdateStatus: 'InProgress',
    LastUpdateStatusReason: 'The function is being created.',
    LastUpdateStatusReasonCode: 'Creating',
  })
  await functionUpdated(lambda, FunctionName)
  const { RevisionId } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
  const configure = (revision: string) =>
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, RevisionId: revision, Timeout: 5 }))
  await t.rejects(configure('other'), {
    name: 'PreconditionFailedException',
    $metadata: { httpStatusCode: 412 },
  })
  t.match(await configure(RevisionId!), { Timeout: 5, MemorySize: 256, Description: 'described in full' })
  t.not((await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).RevisionId, RevisionId)
  await functionUpdated(lambda, FunctionName)
})

t.test('a deleted function is gone', async t => {
  await lambda.send(new DeleteFunctionCommand({ FunctionName }))
  for (const call of [new GetFunctionCommand({ FunctionName }), new DeleteFunctionCommand({ FunctionName })])
    await t.rejects(lambda.send(call as never), { ...notFound, message: `Function not found: ${FunctionArn}` })
  t.same((await lambda.send(new ListFunctionsCommand({}))).Functions, [])
  t.same([...aws.account.ec2.networkInterfaces.values()], [], 'and so are its interfaces')
})
