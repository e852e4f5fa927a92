import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { NetworkShape } from './network/shape/network-shape.ts'
import { NetworkShaper } from './network/shape/network-shaper.ts'

export interface AccountSettings {
  readonly id: string
  readonly region: string
  /** The folder for everything that the account keeps on disk. */
  readonly dataDir: string
  /**
   * The folders of EFS's file systems, if they are not in `dataDir`: one shared folder, as several NFS clients mount
   * it. Execution environments use the clients' mounts in turn.
   */
  readonly efsFolders?: readonly string[]
  /** The limit of simultaneous Lambda executions in the account. A new AWS account has 10. */
  readonly concurrentExecutions: number
  /** How long Lambda keeps a function's network interfaces after its deletion; up to 45 minutes on AWS. */
  readonly networkInterfaceReleaseMs: number
  /** Whether execution environments get namespaces of their own if the machine allows it. */
  readonly isolation: 'auto' | 'none'
  /** The speed of S3. If undefined, S3 is as fast as the machine. */
  readonly network?: NetworkShape
  /** Reports to the operator what AWS would not reveal, such as the reason of a refusal. */
  readonly diagnose: (sentence: string) => void
}

/** One account in one Region, without its services. The operation.ts of each service selects the part that it sees. */
export class Account {
  readonly partition = 'aws'
  readonly urlSuffix = 'amazonaws.com'
  readonly id: string
  readonly region: string
  readonly settings: AccountSettings
  readonly network: NetworkShaper
  /** `http://127.0.0.1:PORT`, known after the server has begun to listen. */
  endpoint = ''
  /** Serves a connection to the endpoint that arrived in another way, after the server has begun to listen. */
  serve: (connection: Socket) => void = connection => connection.destroy()

  constructor(settings: AccountSettings) {
    this.settings = settings
    this.id = settings.id
    this.region = settings.region
    this.network = new NetworkShaper(settings.network ?? {})
  }

  /** `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE` */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.id}:${resource}`
  }

  /** A folder for one service, below `dataDir`. */
  folder(service: string): string {
    return join(this.settings.dataDir, service)
  }

  now(): Date {
    return new Date()
  }
}
