import { setTimeout as sleep } from 'node:timers/promises'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { CommandError } from '../../command/command-error.ts'
import { retryPauseMs } from '../../command/polling-rate.ts'
import { observerName } from '../../deploy/names.ts'
import type { Verification } from '../verification.ts'
import type { FileState, ObserverAnswer, ObserverRequest, SeenState } from './observer-contract.ts'
import { makeObserverFunction, type ObserverRole, observerRoles, removeObserverFunction } from './observer-lifecycle.ts'

/** Reads and writes the shared file system as a function that mounts the access point of the outputs. */
export interface Observer {
  readonly functionName: string
  stat(...paths: string[]): Promise<readonly FileState[]>
  list(path: string): Promise<readonly string[]>
  hash(path: string): Promise<{ readonly sha256: string; readonly file: FileState }>
  /** Reads a small text file. */
  read(path: string): Promise<{ readonly content: string; readonly sha256: string; readonly size: number }>
  watch(path: string, milliseconds: number): Promise<readonly SeenState[]>
  /** Writes a small file, which appears complete. */
  write(path: string, content: Uint8Array): Promise<FileState>
  makeFolder(path: string): Promise<void>
  /** Removes files, and folders whose names begin with `.verify-`. */
  remove(...paths: string[]): Promise<void>
}

/**
 * Makes the temporary function on first use. It uses the network and the access point of the outputs; only its role
 * belongs to a function: the Consumer or, if that role cannot mount or write, the Producer. So a broken function does
 * not blind the checks of the other. It shares the network interfaces of the functions (Lambda shares them between
 * functions of the same subnets and security groups, docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).
 *
 * @throws CommandError NOTHING_OBSERVED with the obstacle of each role
 */
export function observe(verification: Verification): Promise<Observer> {
  return verification.once('observer', async () => {
    const FunctionName = observerName(verification.system.prefix)
    // Remove leftovers of an interrupted verification.
    await removeObserverFunction(verification, FunctionName)
    verification.afterwards(() => removeObserverFunction(verification, FunctionName), 'end')
    await firstThatCan(verification, FunctionName)
    const ask = (request: ObserverRequest) => invoke(verification, FunctionName, request)
    return {
      functionName: FunctionName,
      stat: async (...paths) => (await ask({ action: 'stat', paths })).files!,
      list: async path => (await ask({ action: 'list', path })).names!,
      hash: async path => {
        const { sha256, file } = await ask({ action: 'hash', path })
        return { sha256: sha256!, file: file! }
      },
      read: async path => {
        const { content, sha256 } = await ask({ action: 'read', path })
        return { content: content!, sha256: sha256!, size: Buffer.byteLength(content!) }
      },
      watch: async (path, milliseconds) => (await ask({ action: 'watch', path, milliseconds })).seen!,
      write: async (path, content) => {
        return (await ask({ action: 'write', path, content: Buffer.from(content).toString('base64') })).file!
      },
      makeFolder: async path => void (await ask({ action: 'makeFolder', path })),
      remove: async (...paths) => void (await ask({ action: 'remove', paths })),
    }
  })
}

/** Returns the observer, or why there is none, for checks that have other sources too. */
export async function observeIfPossible(verification: Verification): Promise<{ observer?: Observer; blind?: string }> {
  try {
    return { observer: await observe(verification) }
  } catch (error) {
    verification.signal?.throwIfAborted()
    return { blind: error instanceof Error ? error.message : String(error) }
  }
}

async function firstThatCan(verification: Verification, FunctionName: string): Promise<void> {
  const obstacles: string[] = []
  for (const role of await observerRoles(verification)) {
    try {
      await makeObserverFunction(verification, FunctionName, role)
      await invoke(verification, FunctionName, { action: 'probe' })
      return
    } catch (error) {
      verification.signal?.throwIfAborted()
      obstacles.push(`as ${roleName(role)}: ${reason(error)}`)
      await removeObserverFunction(verification, FunctionName)
      // Another role has the same network.
      if (isNamed(error, /^EFSMount(Connectivity|Timeout)/)) break
    }
  }
  throw new CommandError(
    'NOTHING_OBSERVED',
    `No function can read the file system, ${obstacles.join('; ') || 'since neither function has a role'}`,
  )
}

function roleName({ arn }: ObserverRole): string {
  return arn.split('/').at(-1)!
}

function reason(error: unknown): string {
  return error instanceof Error ? `${error.name === 'CommandError' ? '' : `${error.name}: `}${error.message}` : ''
}

function isNamed(error: unknown, names: RegExp): boolean {
  return error instanceof Error && names.test(error.name)
}

/**
 * Retries, because the first mounts of a new function sometimes fail and succeed a moment later
 * (github.com/pahud/cdk-efs-assets/issues/100).
 */
async function invoke(
  { clients, signal }: Verification,
  FunctionName: string,
  request: ObserverRequest,
): Promise<ObserverAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { Payload, FunctionError } = await clients.lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(request) }),
      )
      const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || '{}')
      if (FunctionError) {
        throw new CommandError('OBSERVER_FAILED', `${request.action} on the file system failed: ${answer.errorMessage}`)
      }
      return answer
    } catch (error) {
      if (!isNamed(error, /^EFSMount/) || attempt === 3) throw error
      await sleep(retryPauseMs(attempt), undefined, { signal })
    }
  }
}
