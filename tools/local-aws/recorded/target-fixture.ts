import * as apiGateway from '@aws-sdk/client-api-gateway'
import * as cloudFormation from '@aws-sdk/client-cloudformation'
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import * as ec2 from '@aws-sdk/client-ec2'
import * as efs from '@aws-sdk/client-efs'
import * as iam from '@aws-sdk/client-iam'
import * as lambda from '@aws-sdk/client-lambda'
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api'
import * as s3 from '@aws-sdk/client-s3'
import * as sts from '@aws-sdk/client-sts'
import { randomBytes } from 'node:crypto'
import { type LocalAws, startLocalAws } from '../server.ts'
import type { ServiceName } from './recording-fixture.ts'

/** The AWS under test: AWS itself with `TARGET=aws`, else a new local AWS. */
export interface Target {
  readonly isAws: boolean
  readonly region: string
  readonly account: string
  /** The unique beginning of the names of everything that a set-up makes. */
  readonly prefix: string
  /** Only for a local AWS. */
  readonly local?: LocalAws
  /**
   * Calls an operation by the SDK.
   *
   * @throws the SDK's error for a refusal
   */
  send(service: ServiceName, call: string, input: object, credentials?: object): Promise<Output>
  close(): Promise<void>
}

// any: only a recording knows the operation, and so the members of its output.
export type Output = Record<string, any>

/** The common part of the clients of all services. */
interface Client {
  readonly config: { region(): Promise<string> }
  send(command: unknown): Promise<Output>
  destroy(): void
}

const sdk = {
  'api-gateway': [apiGateway, apiGateway.APIGatewayClient],
  cloudformation: [cloudFormation, cloudFormation.CloudFormationClient],
  ec2: [ec2, ec2.EC2Client],
  efs: [efs, efs.EFSClient],
  iam: [iam, iam.IAMClient],
  lambda: [lambda, lambda.LambdaClient],
  logs: [logs, logs.CloudWatchLogsClient],
  s3: [s3, s3.S3Client],
  sts: [sts, sts.STSClient],
  tagging: [tagging, tagging.ResourceGroupsTaggingAPIClient],
} as const

/** Connects to the AWS that the environment variables select. The caller must close it. */
export async function startTarget(environment: NodeJS.ProcessEnv = process.env): Promise<Target> {
  const isAws = environment.TARGET === 'aws'
  const local = isAws ? undefined : await startLocalAws()
  // Without these the SDK finds the Region and credentials as the AWS CLI does.
  const config = local ? { endpoint: local.endpoint, region: local.region, credentials: local.credentials } : {}
  const clients = new Map<ServiceName, Client>()
  const clientOf = (service: ServiceName, credentials?: object): Client => {
    const ServiceClient = sdk[service][1] as unknown as new (config: object) => Client
    if (credentials) return new ServiceClient({ ...config, credentials })
    const client = clients.get(service) ?? new ServiceClient(config)
    clients.set(service, client)
    return client
  }
  const send: Target['send'] = async (service, call, input, credentials) => {
    const Command = (sdk[service][0] as Record<string, any>)[`${call}Command`]
    if (!Command) throw new Error(`The SDK has no operation ${call} of ${service}`)
    const client = clientOf(service, credentials)
    try {
      return await client.send(new Command(input))
    } finally {
      if (credentials) client.destroy()
    }
  }
  return {
    isAws,
    region: await clientOf('sts').config.region(),
    account: (await send('sts', 'GetCallerIdentity', {})).Account,
    prefix: `recorded-${randomBytes(4).toString('hex')}`,
    ...(local && { local }),
    send,
    close: async () => {
      for (const client of clients.values()) client.destroy()
      await local?.close()
    },
  }
}
