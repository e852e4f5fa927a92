import {
  AddPermissionCommand,
  GetFunctionCommand,
  InvokeCommand,
  UpdateFunctionCodeCommand,
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

t.test('a function of another Region or account, a version and an alias are not there', async t => {
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

t.test('what is not built of a permission or of new code is refused by name', async t => {
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

t.test('new code may be for the other architecture', async t => {
  const ZipFile = await zipOf({ 'index.js': 'exports.handler = async () => 2' })
  const answer = await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, Architectures: ['arm64'] }))
  t.same(answer.Architectures, ['arm64'])
  await functionUpdated(lambda, FunctionName)
})

t.test('a retired runtime is told from one that never was', async t => {
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
