import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { AwsClients } from './aws-clients.ts'

export interface ClientConfig {
  readonly region: string
  readonly maxAttempts: number
}

export interface S3ClientConfig extends ClientConfig {
  readonly forcePathStyle: boolean
}

/** The account and Region that the environment variables select, and the clients that reach it. */
export interface AwsConnection {
  readonly accountId: string
  readonly region: string
  /** `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string
  /** `amazonaws.com`, or that of the partition. */
  readonly urlSuffix: string
  /** AWS_ENDPOINT_URL: another AWS than Amazon's, such as the local one. */
  readonly endpoint: string | undefined
  /** The credentials that sign the clients' calls; for what is not called by a client. */
  readonly credentials: STSClient['config']['credentials']
  /** `connection.clients.get(EFSClient)` */
  readonly clients: AwsClients<S3ClientConfig>
  /** For `AwsClients` with other settings, and for the clients of tests. */
  readonly clientConfig: ClientConfig
  readonly s3ClientConfig: S3ClientConfig
}

/** A connection that is closed at the end of the block: `using connection = await connectToAws()`. */
export type OwnConnection = AwsConnection & Disposable

/**
 * Asks for the caller's identity. This shows early that the endpoint answers and that the credentials are valid.
 *
 * @param options.signal ends every call of the connection's clients
 */
export async function connectToAws(options: { region?: string; signal?: AbortSignal } = {}): Promise<OwnConnection> {
  const sts = new STSClient(options.region ? { region: options.region } : {})
  const region = await sts.config.region()
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: options.signal })
  const partition = Arn!.split(':')[1]!
  const endpoint = process.env.AWS_ENDPOINT_URL || undefined
  const clientConfig = { region, maxAttempts: 5 }
  // A bucket's own host name cannot be resolved below an address such as 127.0.0.1.
  const s3ClientConfig = { ...clientConfig, forcePathStyle: endpoint !== undefined }
  // The clients of other services ignore what is S3's.
  const clients = new AwsClients<S3ClientConfig>(s3ClientConfig, options.signal)
  return {
    accountId: Account!,
    region,
    partition,
    urlSuffix: urlSuffixes[partition] ?? 'amazonaws.com',
    endpoint,
    credentials: sts.config.credentials,
    clients,
    clientConfig,
    s3ClientConfig,
    [Symbol.dispose]: () => clients[Symbol.dispose](),
  }
}

// botocore's endpoints.json and its partitions.json: dnsSuffix.
const urlSuffixes: Readonly<Record<string, string>> = {
  aws: 'amazonaws.com',
  'aws-us-gov': 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
  'aws-eusc': 'amazonaws.eu',
}
