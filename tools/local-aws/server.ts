import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BodyBudget, type BodyShare } from './body-budget.ts'
import { makeDataFolder } from './data-folder.ts'
import { dispatch } from './dispatch.ts'
import type { Credentials } from './iam/identity.ts'
import { type NetworkShape, networkShape, shapeSentence } from './network/shape/network-shape.ts'
import { removeLeftovers } from './leftovers.ts'
import { type AwsRequest, isCutShort } from './protocols/exchange.ts'
import { sendAnswer } from './send-answer.ts'
import { answerRequest } from './services/api-gateway/data-plane/answer.ts'
import { FolderInUse } from './services/efs/remove-folder.ts'
import { efsMounts, type SharedMounts, useSharedMounts } from './services/efs/shared-mounts.ts'
import { type IsolationChoice, isolationChoice } from './services/lambda/runtime/isolation/isolation-choice.ts'
import { WholeAccount } from './whole-account.ts'

export interface LocalAwsOptions {
  /** 0, the default, selects a free port. */
  readonly port?: number
  readonly region?: string
  readonly accountId?: string
  /**
   * A folder for everything on disk. Default: a new one in the system's temporary folder, which is removed on close.
   */
  readonly dataDir?: string
  readonly concurrentExecutions?: number
  /** 0, the default, releases a deleted function's network interfaces at once. */
  readonly networkInterfaceReleaseMs?: number
  /** Default: the value of LOCAL_AWS_ISOLATION, or `auto`. */
  readonly isolation?: IsolationChoice
  /**
   * Absolute paths of mounts of the same NFS file system by different clients, which execution environments use in
   * turn. Default: the value of LOCAL_AWS_EFS_MOUNTS, or none; without mounts EFS is in the folder for everything on
   * disk.
   */
  readonly efsMounts?: readonly string[]
  /**
   * Default: the values of LOCAL_AWS_S3_CONNECTION_MIBPS and LOCAL_AWS_LAMBDA_NETWORK, or S3 as fast as the machine.
   */
  readonly network?: NetworkShape
  /** The limit of request bytes in memory at the same time. Default: 1 GiB. */
  readonly heldBodyBytes?: number
  /** Receives sentences about the start: the network's shape, what a killed local AWS had left, and where EFS is. */
  readonly announce?: (sentence: string) => void
  /** Receives sentences that AWS would keep to itself. */
  readonly diagnose?: (sentence: string) => void
}

const defaultHeldBodyBytes = 1024 ** 3

export interface LocalAws {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string
  readonly region: string
  readonly accountId: string
  readonly credentials: Credentials
  /** The environment variables with which an AWS SDK, the CLI or one of our tools connects to this AWS. */
  readonly environment: Readonly<Record<string, string>>
  /** For tests of the emulator itself; programs use the endpoint. */
  readonly account: WholeAccount
  /** Stops every execution environment and removes the temporary folder. */
  close(): Promise<void>
}

/** Starts a local AWS: listen → identify service → decode → operation → encode. It binds 127.0.0.1 only. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const isolation = options.isolation ?? isolationChoice()
  const { announce = () => {}, diagnose = () => {} } = options
  const network = options.network ?? networkShape()
  const slowed = shapeSentence(network)
  if (slowed) announce(slowed)
  await removeLeftovers(announce)
  const mounts = options.efsMounts ?? efsMounts()
  const sharedMounts = mounts.length > 0 ? await useSharedMounts(mounts) : undefined
  if (sharedMounts)
    announce(`EFS is one folder, mounted at ${sharedMounts.folders.join(', ')}; environments use these mounts in turn`)
  const own = options.dataDir === undefined ? await makeDataFolder() : undefined
  const dataDir = options.dataDir ?? own!.path
  await mkdir(dataDir, { recursive: true })
  if (sharedMounts) await own?.record({ efsFolder: sharedMounts.folders[0]! })
  const account = new WholeAccount({
    id: options.accountId ?? '000000000000',
    region: options.region ?? 'us-east-1',
    dataDir,
    concurrentExecutions: options.concurrentExecutions ?? 1000,
    networkInterfaceReleaseMs: options.networkInterfaceReleaseMs ?? 0,
    isolation,
    efsFolders: sharedMounts?.folders,
    network,
    diagnose,
  })
  const bodies = new BodyBudget(options.heldBodyBytes ?? defaultHeldBodyBytes)
  const server = createServer((message, response) => void answer(account, bodies, message, response))
  // A function may hold a connection for 15 minutes, so the server has no time limit.
  server.requestTimeout = 0
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(options.port ?? 0, '127.0.0.1', resolve)
    })
  } catch (error) {
    await sharedMounts?.remove()
    await own?.remove()
    throw error
  }
  account.serve = connection => void server.emit('connection', connection)
  account.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = account.iam.administrator
  return {
    endpoint: account.endpoint,
    region: account.region,
    accountId: account.id,
    credentials,
    environment: {
      AWS_ENDPOINT_URL: account.endpoint,
      AWS_REGION: account.region,
      AWS_DEFAULT_REGION: account.region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    account,
    close: async () => {
      await account.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      if (sharedMounts) await removeShared(sharedMounts, diagnose)
      await own?.remove()
    },
  }
}

async function removeShared(sharedMounts: SharedMounts, diagnose: (sentence: string) => void): Promise<void> {
  try {
    await sharedMounts.remove()
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    diagnose(error.message)
  }
}

async function answer(
  account: WholeAccount,
  bodies: BodyBudget,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const share = bodies.share()
  const request = awsRequest(message, share)
  const requestId = randomUUID()
  try {
    const answered = (await answerRequest(account, request)) ?? (await account.lambda.downloads.answer(request))
    await sendAnswer(response, answered ?? (await dispatch(account, request, requestId)), message)
  } catch (error) {
    // A client may disconnect before it has sent everything, or when it has read enough, such as the beginning of an
    // object.
    if (!isCutShort(request, error) && !(response.headersSent && message.socket.destroyed))
      account.settings.diagnose(`connection ended: ${request.method} ${request.path}: ${String(error)}`)
    // The client disconnected, or a streamed body failed: then only the connection can be ended.
    if (response.headersSent || response.destroyed) response.destroy()
    else response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"Internal Server Error"}')
  } finally {
    share.giveBack()
  }
}

function awsRequest(message: IncomingMessage, { take }: BodyShare): AwsRequest {
  const [path = '/', search = ''] = (message.url ?? '/').split(/\?(.*)/s)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value!
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(search),
    headers,
    body: message,
    holds: take,
  }
}
