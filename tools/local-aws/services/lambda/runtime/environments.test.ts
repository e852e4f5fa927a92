import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam'
import { InvokeCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda'
import t, { type Test } from 'tap'
import { eventually } from '../../../../testing/eventually.ts'
import { functionWorld, zipOf } from '../function-fixture.ts'

t.setTimeout(600_000)

async function worldOf(t: Test) {
  const world = await functionWorld()
  t.teardown(() => world.close())
  return { ...world, state: world.aws.account.lambda }
}

/** Resolves when this process does not exist any more. */
async function gone(pid: number): Promise<void> {
  await eventually(`process ${pid} is gone`, () => {
    try {
      return !process.kill(pid, 0)
    } catch {
      return true
    }
  })
}

t.test('an init phase over its limit is repeated at the invocation, within the function’s time-out', async t => {
  const { create, invoke, logLines, state } = await worldOf(t)
  state.initTimeoutMs = 500
  const slow = `const until = new Promise(resolve => setTimeout(resolve, 1000)); await until
    export const handler = async (event, context) => context.getRemainingTimeInMillis()`
  const Code = { ZipFile: await zipOf({ 'index.mjs': slow }) }
  await create('slow', '', { Code, Timeout: 20 })
  const { body, log, error } = await invoke('slow')
  t.equal(error, undefined)
  t.ok(body < 19_000, `the second init phase is on the function's clock: ${body} ms are left`)
  t.match(log, /"platform.initReport".*"status":"timeout"[^]*"platform.start"[^]*"platform.report"/)
  const report = (await logLines()).map(line => JSON.parse(line)).find(one => one.type === 'platform.report')
  t.notOk('initDurationMs' in report.record.metrics, 'the second init phase is part of the duration')
  t.ok(report.record.metrics.durationMs > 1000)

  await create('late', '', { Code, Timeout: 1 })
  t.match((await invoke('late')).body, {
    errorType: 'Sandbox.Timedout',
    errorMessage: /Task timed out after 1.00 seconds$/,
  })
})

t.test(
  'if a sandbox cannot be built, Lambda reports an internal failure, and the operator gets the reason',
  async t => {
    const { create, aws, lambda, sentences, logLines, state } = await worldOf(t)
    await create('function', `exports.handler = async () => 1`)
    state.isolation = {
      name: 'root namespaces',
      start: () =>
        spawn('sh', ['-c', 'echo mount: no such luck >&2; exit 32'], {
          stdio: ['ignore', 'pipe', 'pipe'],
          detached: true,
        }),
    }
    const once = new LambdaClient({ ...aws, maxAttempts: 1 })
    const FunctionName = 'function'
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }))
    for (const call of [1, 2]) {
      const failed = { name: 'ServiceException', $metadata: { httpStatusCode: 500 } }
      await t.rejects(
        once.send(new InvokeCommand({ FunctionName })),
        failed,
        `call ${call}, which does not block another`,
      )
    }
    t.match(sentences.join('\n'), /sandbox for function could not be built: exit status 32: mount: no such luck/)
    t.notMatch((await logLines()).join('\n'), 'no such luck')
  },
)

t.test('a function has no more simultaneous calls than are reserved for it, and ended calls do not count', async t => {
  const { create, invoke, lambda, iam, aws } = await worldOf(t)
  const once = new LambdaClient({ ...aws, maxAttempts: 1 })
  const reserve = (FunctionName: string, ReservedConcurrentExecutions: number) =>
    lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }))
  for (const name of ['works', 'orphan']) await create(name, `exports.handler = async () => 'done'`)
  await reserve('works', 0)
  await t.rejects(once.send(new InvokeCommand({ FunctionName: 'works' })), {
    name: 'TooManyRequestsException',
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  })
  for (const name of ['works', 'orphan']) await reserve(name, 1)
  for (const call of [1, 2]) t.equal((await invoke('works')).body, 'done', `call ${call}`)
  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'function', PolicyName: 'all' }))
  await iam.send(new DeleteRoleCommand({ RoleName: 'function' }))
  for (const call of [1, 2]) {
    const refused = { name: 'AccessDeniedException', message: /role defined for the function cannot be assumed/ }
    await t.rejects(once.send(new InvokeCommand({ FunctionName: 'orphan' })), refused, `call ${call} that never began`)
  }
})

t.test('an idle environment ends after its time', async t => {
  const { create, invoke, state } = await worldOf(t)
  await create('idle', `exports.handler = async () => process.pid`)
  const { body: kept } = await invoke('idle')
  t.equal((await invoke('idle')).body, kept)
  state.pool.idleMs = 1
  await invoke('idle')
  await gone(kept)
  t.not((await invoke('idle')).body, kept)
})

t.test(
  'a process that a function starts in its own session ends with the environment',
  { skip: !existsSync('/proc/self/environ') && 'only Linux shows the environment of a process' },
  async t => {
    const { create, invoke, close } = await worldOf(t)
    await create(
      'leaves',
      `const { spawn } = require('child_process')
       exports.handler = async () => { const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }); child.unref()
         return { pid: child.pid, address: process.env.AWS_LAMBDA_RUNTIME_API } }`,
    )
    const { body } = await invoke('leaves')
    t.doesNotThrow(() => process.kill(body.pid, 0))
    // Each local AWS has a network of its own, so a function of another local AWS may have the same address.
    const env = { ...process.env, AWS_LAMBDA_RUNTIME_API: body.address }
    const ofAnother = spawn('sleep', ['600'], { stdio: 'ignore', env })
    t.teardown(() => ofAnother.kill())
    await close()
    await gone(body.pid)
    t.throws(() => process.kill(body.pid, 0), { code: 'ESRCH' })
    t.equal(ofAnother.signalCode, null, 'a process of another local AWS is not ended')
  },
)
