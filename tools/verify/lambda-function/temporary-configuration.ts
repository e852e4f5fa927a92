import { randomUUID } from 'node:crypto'
import { type FileSystemConfig, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import {
  configureFunction,
  type OwnConfiguration,
  restoreLeftConfiguration,
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
  verification: Verification,
  functionName: string,
  change: TemporaryConfiguration,
  work: () => Promise<T>,
): Promise<T> {
  requireDisturbing(verification, `the configuration of ${functionName}`)
  const { Environment, FileSystemConfigs = [] } = await verification.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  )
  const original: OwnConfiguration = {
    variables: { ...Environment?.Variables },
    ...(change.mounts && { mounts: FileSystemConfigs }),
  }
  let refused = false
  const restore = verification.afterwards(async () => {
    if (!refused) await configureFunction(verification.clients.lambda, functionName, original)
  })
  const note = JSON.stringify({ nonce: randomUUID(), ...original })
  try {
    await configureFunction(verification.clients.lambda, functionName, {
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
  if (undisturbed) throw new LeftUndisturbed(`Not checked, because it changes ${what} for a moment (--undisturbed)`)
}

/**
 * Retires every environment of the function. The next call finds no warm one and shows whether the function can be
 * initialized now. The configuration stays the same.
 */
export async function retireEnvironments(verification: Verification, functionName: string): Promise<void> {
  await withConfiguration(verification, functionName, {}, async () => {})
}

/** Restores what a killed command of ours changed. Lists the restored functions in `leftBefore` for the checks. */
export async function restoreWhatWasLeft(verification: Verification): Promise<void> {
  const names = [verification.system.producer.functionName, verification.system.consumer.functionName]
  // A function that may not be read, and one that refuses its old mount, is reported by its own criteria.
  const { clients, progress, signal } = verification
  const restored = await restoreLeftConfiguration(clients.lambda, names, progress).catch(() => {
    signal?.throwIfAborted()
    return []
  })
  for (const name of restored) verification.leftBefore.add(name)
}
