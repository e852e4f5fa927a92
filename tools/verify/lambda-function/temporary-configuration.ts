import { randomUUID } from 'node:crypto'
import {
  type FileSystemConfig,
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { functionUpdated } from '../../command/function-settled.ts'
import type { Verification } from '../verification.ts'

/** What a function has for a moment; what is left out stays. */
export interface TemporaryConfiguration {
  readonly variables?: Readonly<Record<string, string>>
  readonly mounts?: readonly FileSystemConfig[]
}

/** What the function had. */
interface Original {
  readonly variables: Readonly<Record<string, string>>
  /** Only when the mounts were changed. */
  readonly mounts?: readonly FileSystemConfig[]
}

/**
 * A variable that the function has only as long as its configuration is ours; it holds the original, so that the next
 * verification puts back what one that was killed has left. What somebody else has changed is not touched: it is what
 * is looked at.
 */
const marker = 'VERIFICATION_RESTORES'

/** Changes the function's configuration, works, and changes it back, whatever happened. */
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
    // Lambda checks the whole configuration, and changes nothing of one that it refuses, such as one whose mount target is
    // gone. Of any other failure nobody knows what it has changed.
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
 * Retires every environment of the function: the next call finds none that is warm, and shows whether the function can
 * be initialized as things are now. Its configuration is the same as before.
 */
export async function retireEnvironments(look: Verification, functionName: string): Promise<void> {
  await withConfiguration(look, functionName, {}, async () => {})
}

/** Puts back what a verification that was killed has left. What was put back is told to the checks in `leftBefore`. */
export async function restoreWhatWasLeft(look: Verification): Promise<void> {
  for (const { functionName } of [look.system.producer, look.system.consumer]) {
    const left = await look.clients.lambda
      .send(new GetFunctionConfigurationCommand({ FunctionName: functionName }))
      .then(({ Environment }) => Environment?.Variables?.[marker])
      // A function that is gone, or may not be read: the criteria about it say so.
      .catch(() => undefined)
    if (left === undefined) continue
    const { variables, mounts } = JSON.parse(left) as Original
    look.progress.detail(`${functionName} has the configuration of a verification that was killed; it is put back`)
    await configure(look, functionName, { variables, ...(mounts && { mounts }) })
    look.leftBefore.add(functionName)
  }
}

/** UpdateFunctionConfiguration replaces the whole map of variables, and refuses while an update is under way. */
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
