import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { NetworkShape } from './network/shape/network-shape.ts'
import { NetworkShaper } from './network/shape/network-shaper.ts'

export interface AccountSettings {
  readonly id: string
  readonly region: string
  /** Everything that the account keeps on disk is below this folder. */
  readonly dataDir: string
  /**
   * Where EFS's file systems lie, in place of `dataDir`: one and the same folder as several NFS clients have it.
   * Execution environments use them in turn.
   */
  readonly efsFolders?: readonly string[]
  /** Lambda's concurrent executions of the whole account. A new AWS account has 10. */
  readonly concurrentExecutions: number
  /** How long Lambda keeps a function's network interfaces after its deletion; up to 45 minutes on AWS. */
  readonly networkInterfaceReleaseMs: number
  /** Whether execution environments get namespaces of their own where the machine allows it. */
  readonly isolation: 'auto' | 'none'
  /** How slow S3 is; absent: as fast as the machine. */
  readonly network?: NetworkShape
  /** Where the emulator tells its operator what AWS would keep to itself: the reason of a refusal. */
  readonly diagnose: (sentence: string) => void
}

/** One account in one region, without its services: each has the part that it sees in its own operation.ts. */
export class Account {
  readonly partition = 'aws'
  readonly urlSuffix = 'amazonaws.com'
  readonly id: string
  readonly region: string
  readonly settings: AccountSettings
  readonly network: NetworkShaper
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  endpoint = ''
  /** Serves a connection to the endpoint that came by another way, once the server listens. */
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

  /** A folder of the service's own below `dataDir`. */
  folder(service: string): string {
    return join(this.settings.dataDir, service)
  }

  now(): Date {
    return new Date()
  }
}
