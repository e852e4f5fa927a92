import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ResourceNotFoundException,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError } from '../../command/command-error.ts'
import type { Verification } from '../verification.ts'
import type { FileState, ObserverAnswer, ObserverRequest, SeenState } from './observer-contract.ts'
import { observerDescription, observerName } from './observer-name.ts'
import { observerZip } from './observer-zip.ts'

/** What is on the shared file system, as a function that mounts the same access point sees it. */
export interface Observer {
  readonly functionName: string
  look(...paths: string[]): Promise<readonly FileState[]>
  list(path: string): Promise<readonly string[]>
  hash(path: string): Promise<{ readonly sha256: string; readonly file: FileState }>
  /** A small text file. */
  read(path: string): Promise<{ readonly content: string; readonly sha256: string; readonly size: number }>
  watch(path: string, milliseconds: number): Promise<readonly SeenState[]>
  move(from: string, to: string): Promise<void>
  remove(...paths: string[]): Promise<void>
  restore(aside: string, path: string): Promise<void>
}

/**
 * Makes the temporary function on first use: the Consumer's role, network and mount with code that looks. Its network
 * interfaces are the Consumer's (Lambda shares them between functions of the same subnets and security groups,
 * docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).
 */
export function observe(look: Verification): Promise<Observer> {
  return look.once('observer', async () => {
    const { lambda } = look.clients
    const FunctionName = observerName(look.system.prefix)
    const consumer = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: look.system.consumer.functionName }),
    )
    // What an interrupted verification left.
    await removeFunction(look, FunctionName)
    look.afterwards(() => removeFunction(look, FunctionName))
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Description: observerDescription,
        Role: consumer.Role,
        Runtime: consumer.Runtime,
        Architectures: consumer.Architectures,
        Handler: 'index.handler',
        Code: { ZipFile: await observerZip() },
        MemorySize: 512,
        Timeout: 300,
        VpcConfig: {
          SubnetIds: consumer.VpcConfig?.SubnetIds,
          SecurityGroupIds: consumer.VpcConfig?.SecurityGroupIds,
        },
        FileSystemConfigs: consumer.FileSystemConfigs,
        Environment: { Variables: { EFS_MOUNT_PATH: consumer.FileSystemConfigs?.[0]?.LocalMountPath ?? '/mnt/efs' } },
        Tags: { Project: 'lambda-efs', Prefix: look.system.prefix },
      }),
    )
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 300, minDelay: 1, maxDelay: 5 }, { FunctionName })
    const ask = (request: ObserverRequest) => invoke(look, FunctionName, request)
    await ask({ action: 'list', path: 'models' })
    return {
      functionName: FunctionName,
      look: async (...paths) => (await ask({ action: 'look', paths })).files!,
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
      move: async (from, to) => void (await ask({ action: 'move', from, to })),
      remove: async (...paths) => void (await ask({ action: 'remove', paths })),
      restore: async (aside, path) => void (await ask({ action: 'restore', aside, path })),
    }
  })
}

/** The first mounts of a new function sometimes fail and succeed a moment later (github.com/pahud/cdk-efs-assets/issues/100). */
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
      const mountFailed = error instanceof Error && error.name.startsWith('EFSMount')
      if (!mountFailed || attempt === 3) throw error
      await sleep(1000 * attempt, undefined, { ...(signal && { signal }) })
    }
  }
}

async function removeFunction({ clients }: Verification, FunctionName: string): Promise<void> {
  try {
    await clients.lambda.send(new DeleteFunctionCommand({ FunctionName }))
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error
  }
}
