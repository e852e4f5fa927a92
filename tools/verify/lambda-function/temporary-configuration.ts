import { randomUUID } from 'node:crypto'
import { type FileSystemConfig, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import {
  configureFunction,
  type OwnConfiguration,
  putBackWhatWasLeft,
  verificationMarker,
} from '../../deploy/left-configuration.ts'
import type { Verification } from '../verification.ts'

/** The function's configuration for a moment. A member that is left out stays as it is. */
export interface TemporaryConfiguration {
  readonly variables?: Readonly<Record<string, string>>
  readonly mounts?: readonly FileSystemConfig[]
}

/** A check that would disturb the use of the system, in a verification that must not. */
export class LeftUndisturbed extends Error {}

/** Changes the function's configuration, runs the work, and restores the configuration even after a failure. */
export async function withConfiguration<T>(
  look: Verification,
  functionName: string,
  change: TemporaryConfiguration,
  work: () => Promise<T>,
): Promise<T> {
  requireDisturbing(look, `the configuration of ${functionName}`)
  const { Environment, FileSystemConfigs = [] } = await look.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  )
  const original: OwnConfiguration = {
    variables: { ...Environment?.Variables },
    ...(change.mounts && { mounts: FileSystemConfigs }),
  }
  let refused = false
  const restore = look.afterwards(async () => {
    if (!refused) await configureFunction(look.clients.lambda, functionName, original)
  })
  const note = JSON.stringify({ nonce: randomUUID(), ...original })
  try {
    await configureFunction(look.clients.lambda, functionName, {
      ...change,
      variables: { ...original.variables, ...change.variables, [verificationMarker]: note },
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

/** @throws LeftUndisturbed */
export function requireDisturbing({ undisturbed }: Verification, what: string): void {
  if (undisturbed) throw new LeftUndisturbed(`Not looked at, because it changes ${what} for a moment (--undisturbed)`)
}

/**
 * Retires every environment of the function. The next call finds no warm one and shows whether the function can be
 * initialized now. The configuration stays the same.
 */
export async function retireEnvironments(look: Verification, functionName: string): Promise<void> {
  await withConfiguration(look, functionName, {}, async () => {})
}

/** Restores what a killed command of ours changed. Lists the restored functions in `leftBefore` for the checks. */
export async function restoreWhatWasLeft(look: Verification): Promise<void> {
  const names = [look.system.producer.functionName, look.system.consumer.functionName]
  // A function that may not be read, and one that refuses its old mount, is reported by its own criteria.
  const mended = await putBackWhatWasLeft(look.clients.lambda, names, look.progress).catch(() => {
    look.signal?.throwIfAborted()
    return []
  })
  for (const name of mended) look.leftBefore.add(name)
}
