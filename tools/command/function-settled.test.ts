import { LambdaClient } from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionActive, functionUpdated } from './function-settled.ts'
import { stubAws } from './stub-aws-fixture.ts'

/** A client whose function is in this state. Its answers come at once, and the clock of the process goes forward with them. */
function client(configuration: object, stepMs = 0) {
  let shift = 0
  const answer = (found: object) => () => {
    shift += stepMs
    return found
  }
  const { connection, asked } = stubAws({
    GetFunction: answer({ Configuration: configuration }),
    GetFunctionConfiguration: answer(configuration),
  })
  const { now } = Date
  Date.now = () => now.call(Date) + shift
  const lambda = connection.clients.get(LambdaClient)
  lambda.config.endpoint = async () => ({ protocol: 'http:', hostname: '127.0.0.1', path: '/' })
  return { lambda, asked, restore: () => void (Date.now = now) }
}

t.test('an active function is not waited for, nor one whose update has ended', async t => {
  const { lambda, asked, restore } = client({ State: 'Active', LastUpdateStatus: 'Successful' })
  t.teardown(restore)
  await functionActive(lambda, 'f')
  await functionUpdated(lambda, 'f')
  t.equal(asked.length, 2)
  t.match(asked, [
    [/^GetFunction/, { FunctionName: 'f' }],
    [/^GetFunction/, { FunctionName: 'f' }],
  ])
})

t.test('a function that does not settle within five minutes is named by the error', async t => {
  for (const [wait, state, what] of [
    [functionActive, { State: 'Pending' }, 'f to become active'],
    [functionUpdated, { LastUpdateStatus: 'InProgress' }, 'the update of f to end'],
  ] as const) {
    const { lambda, asked, restore } = client(state, 100_000)
    await t.rejects(wait(lambda, 'f'), {
      code: 'FUNCTION_NOT_READY',
      message: `Waited 300 s in vain for ${what}.`,
      nextStep: /aws lambda get-function-configuration/,
      cause: { name: 'TimeoutError' },
    })
    restore()
    t.ok(asked.length >= 2 && asked.length <= 4, `asked ${asked.length} times in 300 s`)
  }
})

t.test('a function that has failed is the waiter’s own error, which has the reason', async t => {
  const { lambda, restore } = client({ State: 'Failed', StateReason: 'no mount' })
  t.teardown(restore)
  const error = await functionActive(lambda, 'f').catch((error: Error) => error)
  t.match(error, { name: /^(?!TimeoutError|CommandError)/, message: /no mount/ })
})
