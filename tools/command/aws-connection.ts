import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'

/** The account and Region that the environment points at, and how clients reach it. */
export interface AwsConnection {
  readonly accountId: string
  readonly region: string
  /** `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string
  /** `amazonaws.com`, or that of the partition. */
  readonly urlSuffix: string
  /** AWS_ENDPOINT_URL: another AWS than Amazon's, such as the local one. */
  readonly endpoint: string | undefined
  /** For every client: `new EFSClient(connection.clientConfig)`. */
  readonly clientConfig: { readonly region: string; readonly maxAttempts: number }
  readonly s3ClientConfig: AwsConnection['clientConfig'] & { readonly forcePathStyle: boolean }
}

/** Asks who we are, which also shows early that the endpoint answers and that the credentials are good. */
export async function connectToAws(options: { region?: string; signal?: AbortSignal } = {}): Promise<AwsConnection> {
  const sts = new STSClient(options.region ? { region: options.region } : {})
  const region = await sts.config.region()
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: options.signal })
  const partition = Arn!.split(':')[1]!
  const endpoint = process.env.AWS_ENDPOINT_URL || undefined
  const clientConfig = { region, maxAttempts: 5 }
  return {
    accountId: Account!,
    region,
    partition,
    urlSuffix: urlSuffixes[partition] ?? 'amazonaws.com',
    endpoint,
    clientConfig,
    // A bucket's own host name cannot be resolved below an address such as 127.0.0.1.
    s3ClientConfig: { ...clientConfig, forcePathStyle: endpoint !== undefined },
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
