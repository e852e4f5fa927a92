import { InvokeCommand } from '@aws-sdk/client-lambda'
import { CommandError } from '../../command/command-error.ts'
import type { ApiAnswer } from '../../exercise/api-client.ts'
import type { Verification } from '../verification.ts'
import { pastFirstMounts } from './first-mounts.ts'
import { retireEnvironments } from './temporary-configuration.ts'

/**
 * Retires the environments of the function and returns how a new one answers a request for a missing file. So the
 * checks do not depend on an environment that stayed warm with an earlier mount.
 */
export function firstAnswer(verification: Verification, name: 'producer' | 'consumer'): Promise<ApiAnswer> {
  return verification.once(`first answer of the ${name}`, async () => {
    const { functionName } = verification.system[name]
    // A warm environment may have kept a mount that is gone: then the result is weaker, and nobody waits.
    if (!verification.undisturbed) await retireEnvironments(verification, functionName)
    // Both functions try EFS first. Only then does the Producer ask S3.
    const missing = 'verify-no-such-file'
    const ask = () =>
      name === 'producer'
        ? verification.api.post('/ingest', { key: `inputs/${missing}` }, verification.signal)
        : verification.api.post('/predict', { fileId: missing, model: missing }, verification.signal)
    return pastFirstMounts(ask, ({ statusCode, requestId }) => statusCode >= 500 && !requestId, verification.signal)
  })
}

/**
 * Fails at once, with the real reason, in checks that the function can pass only with its mount.
 *
 * @throws CommandError FUNCTION_UNUSABLE
 */
export async function requireUsable(verification: Verification, name: 'producer' | 'consumer'): Promise<void> {
  const reason = await unusableBecause(verification, name)
  if (reason !== undefined) throw new CommandError('FUNCTION_UNUSABLE', reason)
}

/** Returns why the function cannot use EFS in a new environment, or nothing if it can. */
function unusableBecause(verification: Verification, name: 'producer' | 'consumer'): Promise<string | undefined> {
  return verification.once(`why the ${name} is unusable`, async () => {
    const title = name === 'producer' ? 'The Producer' : 'The Consumer'
    const { statusCode, body, requestId } = await firstAnswer(verification, name)
    if (requestId !== undefined) {
      if (body?.error !== 'EFS_UNAVAILABLE') return undefined
      return `${title} has no working mount: a new environment answers ${statusCode} ${JSON.stringify(body)}`
    }
    const refusal = await startRefusal(verification, name)
    return (
      `${title} cannot be reached in a new environment: the API answers ${statusCode} ${JSON.stringify(body)}` +
      (refusal === undefined ? '' : `, Lambda says ${refusal}`)
    )
  })
}

/**
 * Returns why Lambda starts no environment of the function (its mount fails for every caller), or nothing if it starts.
 */
export async function startRefusal(
  { clients, system }: Verification,
  name: 'producer' | 'consumer',
): Promise<string | undefined> {
  // The event has no records, so the Producer has nothing to do. The Consumer refuses it with an error of its own.
  const Payload = JSON.stringify({ Records: [] })
  try {
    await clients.lambda.send(new InvokeCommand({ FunctionName: system[name].functionName, Payload }))
    return undefined
  } catch (error) {
    if (error instanceof Error && /^EFS(Mount|IO)/.test(error.name)) return `${error.name}: ${error.message}`
    throw error
  }
}
