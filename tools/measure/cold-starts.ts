import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { functionUpdated } from '../command/function-settled.ts'
import { uninterrupted } from '../command/uninterrupted.ts'
import { measurementMarker as nonceVariable } from '../deploy/left-configuration.ts'
import type { ApiClient } from '../exercise/api-client.ts'
import type { Invocation } from './invocation.ts'
import { openConnections } from './open-connections.ts'
import { discard, type PredictRequest, predictOnce } from './predict-once.ts'

/**
 * Measures cold starts, one after another. A changed environment variable forces each one, because it retires every
 * environment of the function. A call that still met a warm environment does not count and is kept as discarded. An
 * unmeasured call precedes the first. The connection of each call is opened beforehand, because an update takes longer
 * than an idle connection lives, and connecting is no part of a cold start.
 */
export async function measureColdStarts(
  lambda: LambdaClient,
  api: ApiClient,
  functionName: string,
  request: PredictRequest,
  options: { samples: number; status: (text: string) => void; signal?: AbortSignal },
): Promise<Invocation[]> {
  const { samples, status, signal } = options
  const invocations: Invocation[] = []
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }))
  // A killed run could not restore the variables.
  const { [nonceVariable]: _left, ...variables } = Environment?.Variables ?? {}
  await predictOnce(api, request, 'cold', 0, signal)
  try {
    for (let index = 0; index < samples; index += 1) {
      signal?.throwIfAborted()
      status(`cold start ${index + 1} of ${samples}`)
      await configure(lambda, functionName, { ...variables, [nonceVariable]: `${Date.now()}-${index}` })
      await openConnections(api, 1, signal)
      const invocation = await predictOnce(api, request, 'cold', index, signal)
      invocations.push(invocation.coldStart ? invocation : discard(invocation, 'the environment was warm'))
    }
  } finally {
    // Restores the template's own variables even after a failure, so that the stack does not drift.
    await uninterrupted(() => configure(lambda, functionName, variables))
  }
  return invocations
}

/** UpdateFunctionConfiguration replaces the whole map. The function accepts calls again when the update is done. */
async function configure(client: LambdaClient, FunctionName: string, Variables: Record<string, string>): Promise<void> {
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
  await functionUpdated(client, FunctionName)
}
