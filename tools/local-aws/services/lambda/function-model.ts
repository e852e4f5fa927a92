import type {
  Architecture,
  EphemeralStorage,
  FileSystemConfig,
  FunctionEventInvokeConfig,
  LoggingConfig,
  Runtime,
} from '@aws-sdk/client-lambda'
import type { PolicyStatement } from '../../iam/policy-document.ts'

/**
 * The configuration, which UpdateFunctionConfiguration replaces as a whole: an environment belongs to one
 * configuration.
 */
export interface FunctionSettings {
  readonly description: string
  readonly runtime: Runtime
  readonly handler: string
  readonly roleArn: string
  /** MB, of 1,048,576 bytes. */
  readonly memorySize: number
  /** Seconds. */
  readonly timeout: number
  readonly variables: Readonly<Record<string, string>>
  readonly vpc?: {
    readonly subnetIds: readonly string[]
    readonly securityGroupIds: readonly string[]
    readonly vpcId: string
  }
  readonly fileSystem?: FileSystemConfig
  readonly logging: Required<Pick<LoggingConfig, 'LogFormat' | 'LogGroup'>> & LoggingConfig
  readonly ephemeralStorage: Required<EphemeralStorage>
}

export interface FunctionCode {
  /** Base64, as Lambda writes it. */
  readonly sha256: string
  /** The size of the zip, bytes. */
  readonly size: number
  /** The unzipped files. */
  readonly directory: string
  readonly zipFile: string
}

export interface LambdaFunction {
  readonly functionName: string
  readonly functionArn: string
  architectures: readonly Architecture[]
  settings: FunctionSettings
  code: FunctionCode
  lastModified: Date
  revisionId: string
  /** Changes with every update: an environment of an earlier generation takes no more calls. */
  generation: number
  state: 'Pending' | 'Active'
  lastUpdateStatus: 'Successful' | 'InProgress'
  /** Called when an answer has reported the state: function-states.ts. */
  described: () => void
  reservedConcurrency?: number
  eventInvokeConfig?: FunctionEventInvokeConfig
  readonly policy: Map<string, PolicyStatement>
  readonly tags: Map<string, string>
  /** Lambda's own network interfaces in the function's subnets. */
  networkInterfaceIds: readonly string[]
}
