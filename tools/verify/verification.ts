import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { APIGatewayClient } from '@aws-sdk/client-api-gateway'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { IAMClient } from '@aws-sdk/client-iam'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { type AwsConnection, connectToAws } from '../command/aws-connection.ts'
import { CommandError } from '../command/command-error.ts'
import { type Progress, silent } from '../command/progress.ts'
import { uninterrupted } from '../command/uninterrupted.ts'
import type { BundleFile } from '../evidence/bundle.ts'
import type { ApiClient } from '../exercise/api-client.ts'
import { openApi } from '../exercise/deployed-api.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { Run } from '../measure/run.ts'

const thisRepository = fileURLToPath(new URL('../..', import.meta.url))

export interface VerificationOptions {
  /** The demonstration's run, if there was one. Requirement 6 judges it. */
  readonly run?: Run
  /** Why there is no run. */
  readonly runFailure?: string
  /** The files of the unfinished bundle, before the verdicts are added. */
  readonly bundle?: readonly BundleFile[]
  /** The folder that holds docs/; default this repository. */
  readonly repository?: string
  /** Use smaller objects in the same checks. */
  readonly quick?: boolean
  /** Leave out what others would notice: no configuration of a function is changed, and none loses its environments. */
  readonly undisturbed?: boolean
  /** Size of the object with which 2.6 tests the Producer; default the whole limit, 1 GiB. */
  readonly largestBytes?: number
  /** Size of the model that the claims are about; default 300 MiB, and 32 MiB for a quick verification. */
  readonly claimedBytes?: number
  /** How long the checks wait for something late (an event, a log line); default two minutes. */
  readonly patienceMs?: number
  readonly progress?: Progress
  readonly signal?: AbortSignal
}

/** Everything that a check may use. */
export interface Verification {
  readonly system: DeployedSystem
  readonly connection: AwsConnection
  readonly clients: Clients
  /** The deployed HTTP API. */
  readonly api: ApiClient
  /** @throws CommandError NOT_MEASURED when the demonstration did not run */
  readonly run: () => Run
  /** The content of a file of the bundle. @throws CommandError NOT_IN_BUNDLE, NOT_MEASURED */
  readonly bundled: (path: string) => string | Uint8Array
  /** The text of a file of the repository. */
  readonly document: (path: string) => Promise<string>
  readonly quick: boolean
  readonly undisturbed: boolean
  readonly largestBytes: number
  readonly claimedBytes: number | undefined
  readonly patienceMs: number
  readonly progress: Progress
  readonly signal: AbortSignal | undefined
  /** Functions whose configuration an earlier verification changed and this one restored. */
  readonly leftBefore: Set<string>
  /** Runs `make` for the first check that needs it. The same key gives the same promise. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>
  /**
   * Runs when every check is over, in reverse order, also after a failure or Ctrl-C, so that the checks leave nothing.
   *
   * @param at `end`: after the undoings that need what this removes
   * @returns a function that runs it now, and then not again
   */
  afterwards(undo: () => Promise<unknown>, at?: 'end'): () => Promise<void>
}

type Clients = ReturnType<typeof clientsOf>

function clientsOf({ clients }: AwsConnection) {
  return {
    apiGateway: clients.get(APIGatewayClient),
    cloudFormation: clients.get(CloudFormationClient),
    ec2: clients.get(EC2Client),
    efs: clients.get(EFSClient),
    iam: clients.get(IAMClient),
    lambda: clients.get(LambdaClient),
    logs: clients.get(CloudWatchLogsClient),
    s3: clients.get(S3Client),
  }
}

/** `close` undoes what the checks registered, and returns what could not be undone. */
export interface OpenVerification extends Verification {
  close(): Promise<readonly Error[]>
}

/** Opens what the checks need. */
export async function openVerification(
  system: DeployedSystem,
  options: VerificationOptions = {},
): Promise<OpenVerification> {
  const { run, runFailure, bundle, repository = thisRepository, quick = false, patienceMs = 120_000 } = options
  const { undisturbed = false, largestBytes = 2 ** 30, claimedBytes, progress = silent, signal } = options
  const connection = await connectToAws({ region: system.region, signal })
  const api = openApi(system, connection)
  const made = new Map<string, Promise<unknown>>()
  const undoings: (() => Promise<void>)[] = []
  return {
    system,
    connection,
    clients: clientsOf(connection),
    api,
    run: () => {
      if (run) return run
      throw new CommandError('NOT_MEASURED', runFailure ?? 'The demonstration did not run.')
    },
    bundled: path => {
      if (runFailure) throw new CommandError('NOT_MEASURED', runFailure)
      const file = bundle?.find(candidate => candidate.path === path)
      if (file && file.content.length > 0) return file.content
      throw new CommandError('NOT_IN_BUNDLE', `The bundle has no ${path}, or it is empty.`)
    },
    document: path => readFile(join(repository, path), 'utf8'),
    quick,
    undisturbed,
    largestBytes,
    claimedBytes,
    patienceMs,
    progress,
    signal,
    leftBefore: new Set(),
    once<T>(key: string, make: () => Promise<T>) {
      if (!made.has(key)) made.set(key, make())
      return made.get(key) as Promise<T>
    },
    afterwards: (undo, at) => {
      let done = false
      const undoOnce = async () => {
        if (done) return
        await uninterrupted(undo)
        done = true
      }
      // In reverse order, the first of the list is done last.
      if (at === 'end') undoings.unshift(undoOnce)
      else undoings.push(undoOnce)
      return undoOnce
    },
    close: async () => {
      const failures: Error[] = []
      // One failure must not keep the others from being undone. A call that fails once often succeeds a moment later.
      for (let undo = undoings.pop(); undo; undo = undoings.pop()) {
        await undo().catch(() => undo!().catch(error => failures.push(error as Error)))
      }
      api.close()
      connection[Symbol.dispose]()
      return failures
    },
  }
}
