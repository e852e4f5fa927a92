import { type LambdaClient, waitUntilFunctionActiveV2, waitUntilFunctionUpdatedV2 } from '@aws-sdk/client-lambda'
import { CommandError } from './command-error.ts'
import { waiterDelays } from './polling-rate.ts'

/** Seconds, far beyond what Lambda takes. */
const maxWaitTime = 300

/** Waits until a new function takes calls. @throws CommandError FUNCTION_NOT_READY after five minutes */
export async function functionActive(client: LambdaClient, FunctionName: string, signal?: AbortSignal): Promise<void> {
  const waiting = waitUntilFunctionActiveV2(await waiterOptions(client, signal), { FunctionName })
  await told(waiting, `${FunctionName} to become active`)
}

/** Waits until an updated function takes calls. @throws CommandError FUNCTION_NOT_READY after five minutes */
export async function functionUpdated(client: LambdaClient, FunctionName: string, signal?: AbortSignal): Promise<void> {
  const waiting = waitUntilFunctionUpdatedV2(await waiterOptions(client, signal), { FunctionName })
  await told(waiting, `the update of ${FunctionName} to end`)
}

async function waiterOptions(client: LambdaClient, abortSignal: AbortSignal | undefined) {
  // Known when the client was given one, or has found one in the environment for a request before this.
  const known = await client.config.endpoint?.()
  const delays = waiterDelays(known && `${known.protocol}//${known.hostname}`)
  return { client, maxWaitTime, ...delays, ...(abortSignal && { abortSignal }) }
}

/** The waiter's own error says how often which state was seen, and not of what. */
async function told(waiting: Promise<unknown>, what: string): Promise<void> {
  try {
    await waiting
  } catch (cause) {
    if (!(cause instanceof Error && cause.name === 'TimeoutError')) throw cause
    throw new CommandError('FUNCTION_NOT_READY', `Waited ${maxWaitTime} s in vain for ${what}.`, {
      nextStep: 'Look at State and LastUpdateStatus: `aws lambda get-function-configuration --function-name NAME`.',
      cause,
    })
  }
}
