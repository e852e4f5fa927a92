import { randomUUID } from 'node:crypto'
import {
  type FileSystemConfig,
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { functionUpdated } from '../../command/function-settled.ts'
import type { Verification } from '../verification.ts'

/** The function's configuration for a moment. A member that is left out stays as it is. */
export interface TemporaryConfiguration {
  readonly variables?: Readonly<Record<string, string>>
  readonly mounts?: readonly FileSystemConfig[]
}

/** The function's original configuration. */
interface Original {
  readonly variables: Readonly<Record<string, string>>
  /** Present only if the mounts were changed. */
  readonly mounts?: readonly FileSystemConfig[]
}

/**
 * The function has this variable only while it has our configuration. It holds the original, so that the next
 * verification can restore it after this one was killed. A configuration that somebody else changed has no such
 * variable; it stays, and the checks judge it.
 */
const marker = 'VERIFICATION_RESTORES'

/** Changes the function's configuration, runs the work, and restores the configuration even after a failure. */
export async function withConfiguration<T>(
  look: Verification,
  functionName: string,
  change: TemporaryConfiguration,
  work: () => Promise<T>,
): Promise<T> {
  const { Environment, FileSystemConfigs = [] } = await look.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  )
  const original: Original = {
    variables: { ...Environment?.Variables },
    ...(change.mounts && { mounts: FileSystemConfigs }),
  }
  let refused = false
  const restore = look.afterwards(async () => {
    if (!refused) await configure(look, functionName, original)
  })
  const note = JSON.stringify({ nonce: randomUUID(), ...original })
  try {
    await configure(look, functionName, {
      ...change,
      variables: { ...original.variables, ...change.variables, [marker]: note },
    })
  } catch (error) {
    // Lambda checks the whole configuration first. When it refuses one, for example because the mount target is gone,
    // it changes nothing. After any other failure the state is unknown.
    refused = error instanceof Error && error.name === 'InvalidParameterValueException'
    await restore()
    throw error
  }
  try {
    return await work()
  } finally {
    await restore()
  }
}

/**
 * Retires every environment of the function. The next call finds no warm one and shows whether the function can be
 * initialized now. The configuration stays the same.
 */
export async function retireEnvironments(look: Verification, functionName: string): Promise<void> {
  await withConfiguration(look, functionName, {}, async () => {})
}

/** Restores what a killed verification changed. Lists the restored functions in `leftBefore` for the checks. */
export async function restoreWhatWasLeft(look: Verification): Promise<void> {
  for (const { functionName } of [look.system.producer, look.system.consumer]) {
    const left = await look.clients.lambda
      .send(new GetFunctionConfigurationCommand({ FunctionName: functionName }))
      .then(({ Environment }) => Environment?.Variables?.[marker])
      // If a function is gone or may not be read, its own criteria report that.
      .catch(() => undefined)
    if (left === undefined) continue
    const { variables, mounts } = JSON.parse(left) as Original
    look.progress.detail(`${functionName} has the configuration of a verification that was killed; it is put back`)
    await configure(look, functionName, { variables, ...(mounts && { mounts }) })
    look.leftBefore.add(functionName)
  }
}

/** UpdateFunctionConfiguration replaces the whole map of variables, and refuses while another update runs. */
async function configure(
  { clients: { lambda: client } }: Verification,
  FunctionName: string,
  { variables, mounts }: Original,
): Promise<void> {
  await functionUpdated(client, FunctionName)
  await client.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName,
      Environment: { Variables: { ...variables } },
      ...(mounts && { FileSystemConfigs: [...mounts] }),
    }),
  )
  await functionUpdated(client, FunctionName)
}
