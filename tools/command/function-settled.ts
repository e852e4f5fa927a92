import { type LambdaClient, waitUntilFunctionActiveV2, waitUntilFunctionUpdatedV2 } from '@aws-sdk/client-lambda'
import { interruptionOf } from './aws-clients.ts'
import { CommandError } from './command-error.ts'
import { waiterDelays } from './polling-rate.ts'

/** Seconds; Lambda takes far less. */
const maxWaitTime = 300

/** Waits until a new function takes calls. @throws CommandError FUNCTION_NOT_READY after five minutes */
export async function functionActive(client: LambdaClient, FunctionName: string): Promise<void> {
  const waiting = waitUntilFunctionActiveV2(await waiterOptions(client), { FunctionName })
  await settled(waiting, `${FunctionName} to become active`)
}

/** Waits until an updated function takes calls. @throws CommandError FUNCTION_NOT_READY after five minutes */
export async function functionUpdated(client: LambdaClient, FunctionName: string): Promise<void> {
  const waiting = waitUntilFunctionUpdatedV2(await waiterOptions(client), { FunctionName })
  await settled(waiting, `the update of ${FunctionName} to end`)
}

async function waiterOptions(client: LambdaClient) {
  // Set if the client was given one, or found one in the environment during an earlier request.
  const known = await client.config.endpoint?.()
  const delays = waiterDelays(known && `${known.protocol}//${known.hostname}`)
  return { client, maxWaitTime, ...delays, abortSignal: interruptionOf(client) }
}

/** Replaces the waiter's own error, which does not name the function. */
async function settled(waiting: Promise<unknown>, what: string): Promise<void> {
  try {
    await waiting
  } catch (cause) {
    if (!(cause instanceof Error && cause.name === 'TimeoutError')) throw cause
    throw new CommandError('FUNCTION_NOT_READY', `Waited ${maxWaitTime} s in vain for ${what}.`, {
      nextStep: 'Check State and LastUpdateStatus: `aws lambda get-function-configuration --function-name NAME`.',
      cause,
    })
  }
}
