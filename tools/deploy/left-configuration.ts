import {
  type FileSystemConfig,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ResourceNotFoundException,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { functionUpdated } from '../command/function-settled.ts'
import type { Progress } from '../command/progress.ts'
import { uninterrupted } from '../command/uninterrupted.ts'

/** The configuration of a function, as far as our commands change it for a moment. */
export interface OwnConfiguration {
  readonly variables: Readonly<Record<string, string>>
  /** Present only if the mounts were changed. */
  readonly mounts?: readonly FileSystemConfig[]
}

/**
 * A function has this variable only while it has the configuration of a running verification. It holds the original, so
 * that the next command can restore it after the verification was killed. A configuration that somebody else changed has
 * no such variable, and is kept.
 */
export const verificationMarker = 'VERIFICATION_RESTORES'

/** A function has this variable only while its cold starts are measured. */
export const measurementMarker = 'MEASUREMENT_NONCE'

/**
 * Restores these functions after a killed verification or measurement. CloudFormation does not see their changes: its plan
 * compares templates. Without its mount, for example, the Producer answers 500 for ever.
 *
 * @returns the functions that were restored
 */
export async function restoreLeftConfiguration(
  client: LambdaClient,
  functionNames: readonly string[],
  progress: Progress,
): Promise<string[]> {
  const restored: string[] = []
  for (const FunctionName of functionNames) {
    let variables: Record<string, string> | undefined
    try {
      const request = new GetFunctionConfigurationCommand({ FunctionName })
      variables = (await client.send(request)).Environment?.Variables
    } catch (error) {
      // A refusal matters only to the steps that need the function, and they report it.
      if (error instanceof ResourceNotFoundException || (error as Error).name === 'AccessDeniedException') continue
      throw error
    }
    const original = originalOf(variables)
    if (!original) continue
    progress.step(`${FunctionName} has the configuration of a command that was killed; it is put back`)
    await uninterrupted(() => configureFunction(client, FunctionName, original))
    restored.push(FunctionName)
  }
  return restored
}

/** The configuration before one of our commands changed it; undefined if none left its mark. */
function originalOf(variables: Readonly<Record<string, string>> = {}): OwnConfiguration | undefined {
  const { [verificationMarker]: note, [measurementMarker]: nonce, ...others } = variables
  if (note !== undefined) return JSON.parse(note) as OwnConfiguration
  return nonce === undefined ? undefined : { variables: others }
}

/** UpdateFunctionConfiguration replaces the whole map of variables, and refuses while another update runs. */
export async function configureFunction(
  client: LambdaClient,
  FunctionName: string,
  { variables, mounts }: OwnConfiguration,
): Promise<void> {
  await functionUpdated(client, FunctionName)
  await client.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName,
      Environment: { Variables: { ...variables } },
      FileSystemConfigs: mounts && [...mounts],
    }),
  )
  await functionUpdated(client, FunctionName)
}
