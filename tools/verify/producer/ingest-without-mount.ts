import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { CommandError } from '../../command/command-error.ts'
import { functionUpdated } from '../../command/function-settled.ts'
import { type HttpAnswer, httpCall } from '../api-gateway/http-call.ts'
import { pastFirstMounts } from '../lambda-function/first-mounts.ts'
import { requireDisturbing, withConfiguration } from '../lambda-function/temporary-configuration.ts'
import { type PassingObject, passingObject } from '../observer/passing-object.ts'
import type { Verification } from '../verification.ts'

export interface IngestWithoutMount {
  readonly object: PassingObject
  readonly answer: HttpAnswer
  /** The answer to the same request after the mount is back. Missing if the Producer had no mount before. */
  readonly again?: HttpAnswer
  readonly hadMount: boolean
}

/**
 * Returns the Producer's answer while it has no mount: a real failure of EFS, which several criteria need. Done once.
 * The request needs no S3, because the Producer reads EFS first.
 */
export function ingestWithoutMount(verification: Verification): Promise<IngestWithoutMount> {
  return verification.once('ingest without mount', async () => {
    const { functionName } = verification.system.producer
    const { FileSystemConfigs: mounts = [] } = await verification.clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    )
    const object = passingObject(verification, 'inputs', 'mount-gone')
    const ingest = () => httpCall(verification, 'POST', '/ingest', { body: { key: object.key } })
    if (mounts.length === 0) return { object, answer: await ingest(), hadMount: false }
    requireDisturbing(verification, `the mount of ${functionName}`)
    await requireReturnable(verification, functionName, mounts)
    const answer = await withConfiguration(verification, functionName, { mounts: [] }, ingest)
    const again = await pastFirstMounts(ingest, ({ statusCode }) => statusCode >= 500, verification.signal)
    return { object, answer, again, hadMount: true }
  })
}

/** Checks that Lambda would give the mount back before the mount is removed. @throws CommandError MOUNT_NOT_TAKEN */
async function requireReturnable(
  { clients: { lambda: client } }: Verification,
  FunctionName: string,
  mounts: readonly { Arn: string | undefined; LocalMountPath: string | undefined }[],
): Promise<void> {
  try {
    const same = new UpdateFunctionConfigurationCommand({ FunctionName, FileSystemConfigs: [...mounts] })
    await client.send(same)
    await functionUpdated(client, FunctionName)
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'InvalidParameterValueException') throw cause
    const message = `The mount was not taken away, because Lambda would not give it back: ${cause.message}`
    throw new CommandError('MOUNT_NOT_TAKEN', message, { cause })
  }
}
