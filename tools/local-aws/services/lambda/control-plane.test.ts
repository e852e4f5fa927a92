import {
  AddPermissionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionUpdated } from '../../../command/function-settled.ts'
import { functionWorld, zipOf } from './function-fixture.ts'

t.setTimeout(600_000)

const world = await functionWorld()
t.teardown(() => world.close())
const { create, lambda } = world
const FunctionName = 'function'
await create(FunctionName, `exports.handler = async () => 1`)
const notFound = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } }
const notBuilt = { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } }

t.test('a function of another Region or account, a version and an alias are not found', async t => {
  const arn = (region: string, account: string) => `arn:aws:lambda:${region}:${account}:function:${FunctionName}`
  const invoke = (name: string, Qualifier?: string) =>
    lambda.send(new InvokeCommand({ FunctionName: name, ...(Qualifier && { Qualifier }) }))
  const here = arn('us-east-1', '000000000000')
  for (const name of [here, `${here}:$LATEST`, '000000000000:function:function', FunctionName]) {
    t.equal(Buffer.from((await invoke(name)).Payload!).toString(), '1', name)
  }
  await t.rejects(invoke(arn('eu-west-1', '000000000000')), {
    ...notFound,
    message: `Functions from 'eu-west-1' are not reachable in this region ('us-east-1')`,
  })
  await t.rejects(invoke(arn('us-east-1', '111111111111')), notFound)
  await t.rejects(invoke(`${here}:live`), { ...notFound, message: `Function not found: ${here}:live` })
  await t.rejects(invoke(FunctionName, '3'), { ...notFound, message: `Function not found: ${here}:3` })
  await t.rejects(lambda.send(new GetFunctionCommand({ FunctionName, Qualifier: 'live' })), notFound)
})

t.test('what only a whole function of this account can be asked is refused for others', async t => {
  const refused = (call: Promise<unknown>, name: string, message: RegExp) => t.rejects(call, { name, message })
  for (const input of [{ FunctionName, Qualifier: '$LATEST' }, { FunctionName: `${FunctionName}:$LATEST` }])
    await refused(
      lambda.send(new DeleteFunctionCommand(input)),
      'InvalidParameterValueException',
      /^\$LATEST version cannot be deleted without deleting the function\.$/,
    )
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:elsewhere'
  await refused(create(arn.replace('000000000000', '111111111111'), ''), 'AccessDeniedException', /111111111111/)
  await refused(create(arn.replace('us-east-1', 'eu-west-1'), ''), 'ResourceNotFoundException', /not reachable/)
  for (const Command of [PutFunctionEventInvokeConfigCommand, UpdateFunctionEventInvokeConfigCommand])
    await refused(
      lambda.send(new Command({ FunctionName })),
      'InvalidParameterValueException',
      /^You must specify at least one of error handling or destination setting\.$/,
    )
  t.ok(await lambda.send(new GetFunctionCommand({ FunctionName })), 'the function is still there')
})

t.test('members of a permission or of new code that are not built are refused by name', async t => {
  const permission = { FunctionName, StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' }
  for (const member of [
    { PrincipalOrgID: 'o-0123456789' },
    { EventSourceToken: 'x' },
    { FunctionUrlAuthType: 'NONE' },
  ]) {
    await t.rejects(lambda.send(new AddPermissionCommand({ ...permission, ...member } as never)), notBuilt)
  }
  await t.rejects(lambda.send(new AddPermissionCommand({ ...permission, RevisionId: 'other' })), {
    name: 'PreconditionFailedException',
  })
  await lambda.send(new AddPermissionCommand(permission))
  const ZipFile = await zipOf({ 'index.js': 'exports.handler = async () => 2' })
  const update = (more: object) => lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, ...more }))
  await t.rejects(update({ Publish: true }), notBuilt)
  await t.rejects(update({ ImageUri: 'x' }), notBuilt)
  await t.rejects(update({ RevisionId: 'other' }), { name: 'PreconditionFailedException' })
  await t.rejects(update({ Architectures: ['riscv'] }), { name: 'ValidationException' })
  await t.rejects(create('published', '', { Publish: true }), notBuilt)
})

t.test('new code may have the other architecture', async t => {
  const ZipFile = await zipOf({ 'index.js': 'exports.handler = async () => 2' })
  const answer = await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, Architectures: ['arm64'] }))
  t.same(answer.Architectures, ['arm64'])
  await functionUpdated(lambda, FunctionName)
})

t.test('a retired runtime and an unknown runtime get different errors', async t => {
  const made = (Runtime: string) => create('other', '', { Runtime: Runtime as never })
  await t.rejects(made('nodejs18.x'), {
    name: 'InvalidParameterValueException',
    message: /nodejs18.x is no longer supported/,
  })
  await t.rejects(made('nodejs99.x'), {
    name: 'InvalidParameterValueException',
    message: /^Value nodejs99.x at 'runtime' failed/,
  })
  await t.rejects(made('python3.13'), {
    name: 'InvalidParameterValueException',
    message: /^Value python3.13 at 'runtime' failed/,
  })
})

t.test('a function can be created only once, also by two simultaneous requests', async t => {
  const refused = { name: 'ResourceConflictException', $metadata: { httpStatusCode: 409 } }
  await t.rejects(create(FunctionName, ''), { ...refused, message: `Function already exist: ${FunctionName}` })
  const outcomes = await Promise.allSettled(
    ['1', '2'].map(one => create('twice', `exports.handler = async () => ${one}`)),
  )
  const reasons = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason] : []))
  t.equal(reasons.length, 1)
  t.match(reasons[0], { ...refused, message: 'Function already exist: twice' })
})

t.test('a function is described as a zip without snapshots and without tracing', async t => {
  t.match(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName })), {
    PackageType: 'Zip',
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    TracingConfig: { Mode: 'PassThrough' },
    Version: '$LATEST',
  })
})

t.test('during an update a function is in progress and refuses another update', async t => {
  const update = (Description: string) =>
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description }))
  const state = async () => {
    const { Description, LastUpdateStatus } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    return [Description, LastUpdateStatus]
  }
  // An update ends when the earlier environments are gone. This one waits for the test.
  let end!: () => void
  const gone = new Promise<void>(resolve => (end = resolve))
  t.intercept(world.aws.account.lambda.pool, 'retireIdle', { value: () => gone })
  t.equal((await update('one')).LastUpdateStatus, 'InProgress')
  t.same(await state(), ['one', 'InProgress'])
  const { FunctionArn } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
  await t.rejects(update('two'), {
    name: 'ResourceConflictException',
    message: `The operation cannot be performed at this time. An update is in progress for resource: ${FunctionArn}`,
    $metadata: { httpStatusCode: 409 },
  })
  end()
  await functionUpdated(lambda, FunctionName)
  t.same(await state(), ['one', 'Successful'])
})

t.test('a missing access point is refused with its ARN', async t => {
  const Arn = 'arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0'
  const FileSystemConfigs = [{ Arn, LocalMountPath: '/mnt/efs' }]
  await t.rejects(create('mounting', '', { VpcConfig: world.network, FileSystemConfigs }), {
    name: 'InvalidParameterValueException',
    message: `EFS access point ${Arn} does not exist.`,
    $metadata: { httpStatusCode: 400 },
  })
})

t.test('reservations must leave the account a hundred executions, or ten of a hundred', async t => {
  for (const [concurrentExecutions, minimum] of [
    [1000, 100],
    [101, 100],
    [100, 10],
    [10, 10],
  ] as const) {
    const small = await functionWorld({ concurrentExecutions })
    t.teardown(() => small.close())
    const free = concurrentExecutions - minimum
    const put = (name: string, ReservedConcurrentExecutions: number) =>
      small.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions }))
    const refused = (call: Promise<unknown>) =>
      t.rejects(call, {
        name: 'InvalidParameterValueException',
        message: `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimum}].`,
        $metadata: { httpStatusCode: 400 },
      })
    for (const name of ['one', 'other']) await small.create(name, '')
    await refused(put('one', free + 1))
    t.match(await put('one', free), { ReservedConcurrentExecutions: free })
    await t.resolves(put('one', free), 'a new reservation takes the place of its own')
    await refused(put('other', 1))
    await refused(put('one', free + 1))
    const reserved = new GetFunctionConcurrencyCommand({ FunctionName: 'one' })
    t.equal((await small.lambda.send(reserved)).ReservedConcurrentExecutions, free, 'a refusal changes nothing')
  }
})
