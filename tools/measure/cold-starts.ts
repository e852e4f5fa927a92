import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { functionUpdated } from '../command/function-settled.ts'
import type { ApiClient } from '../exercise/api-client.ts'
import type { Invocation } from './invocation.ts'
import { openConnections } from './open-connections.ts'
import { discard, type PredictRequest, predictOnce } from './predict-once.ts'

const nonceVariable = 'MEASUREMENT_NONCE'

/**
 * Cold starts, one after another. Each is forced by a changed environment variable, which retires every environment
 * of the function. A call that met a warm environment all the same does not count, and is kept as discarded. Before
 * the first goes one that is not measured, and before each its connection is opened: an update takes longer than an
 * idle connection lives, and connecting is no part of a cold start.
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
  // A run that was killed could not put the variables back.
  const { [nonceVariable]: _left, ...variables } = Environment?.Variables ?? {}
  await predictOnce(api, request, 'cold', 0, signal)
  try {
    for (let index = 0; index < samples; index += 1) {
      signal?.throwIfAborted()
      status(`cold start ${index + 1} of ${samples}`)
      await configure(lambda, functionName, { ...variables, [nonceVariable]: `${Date.now()}-${index}` }, signal)
      await openConnections(api, 1, signal)
      const invocation = await predictOnce(api, request, 'cold', index, signal)
      invocations.push(invocation.coldStart ? invocation : discard(invocation, 'the environment was warm'))
    }
  } finally {
    // The template's own variables again, whatever happened: the stack must not drift.
    await configure(lambda, functionName, variables)
  }
  return invocations
}

/** UpdateFunctionConfiguration replaces the whole map; the function takes calls again when the update is done. */
async function configure(
  client: LambdaClient,
  FunctionName: string,
  Variables: Record<string, string>,
  signal?: AbortSignal,
): Promise<void> {
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }), {
    ...(signal && { abortSignal: signal }),
  })
  await functionUpdated(client, FunctionName, signal)
}
