import { join } from 'node:path'
import type { NetworkShape } from './network/shape/network-shape.ts'
import { NetworkShaper } from './network/shape/network-shaper.ts'
import { ApiGatewayState } from './services/api-gateway/state.ts'
import { CloudFormationState } from './services/cloudformation/state.ts'
import { Ec2State } from './services/ec2/state.ts'
import { EfsState } from './services/efs/state.ts'
import { IamState } from './services/iam/state.ts'
import type { IsolationChoice } from './services/lambda/runtime/isolation/isolation-choice.ts'
import { LambdaState } from './services/lambda/state.ts'
import { LogsState } from './services/logs/state.ts'
import { S3State } from './services/s3/state.ts'
import { TaggingState } from './services/tagging/state.ts'

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
  readonly isolation: IsolationChoice
  /** How slow S3 is; absent: as fast as the machine. */
  readonly network?: NetworkShape
  /** Where the emulator tells its operator what AWS would keep to itself: the reason of a refusal. */
  readonly diagnose: (sentence: string) => void
}

/** One account in one region: the state of every service. Services reach each other only through here. */
export class Account {
  readonly partition = 'aws'
  readonly urlSuffix = 'amazonaws.com'
  readonly id: string
  readonly region: string
  readonly settings: AccountSettings
  readonly iam: IamState
  readonly s3: S3State
  readonly ec2: Ec2State
  readonly efs: EfsState
  readonly logs: LogsState
  readonly lambda: LambdaState
  readonly apiGateway: ApiGatewayState
  readonly cloudFormation: CloudFormationState
  readonly tagging: TaggingState
  readonly network: NetworkShaper
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  endpoint = ''

  constructor(settings: AccountSettings) {
    this.settings = settings
    this.id = settings.id
    this.region = settings.region
    this.network = new NetworkShaper(settings.network ?? {})
    this.iam = new IamState(this)
    this.s3 = new S3State(this)
    this.ec2 = new Ec2State(this)
    this.efs = new EfsState(this)
    this.logs = new LogsState(this)
    this.lambda = new LambdaState(this)
    this.apiGateway = new ApiGatewayState(this)
    this.cloudFormation = new CloudFormationState(this)
    this.tagging = new TaggingState(this)
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

  /** Ends what runs (execution environments first, so that nothing writes any more). */
  async close(): Promise<void> {
    await this.cloudFormation.close()
    await this.lambda.close()
    await this.s3.close()
  }
}
