import { APIGatewayClient } from '@aws-sdk/client-api-gateway'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { IAMClient } from '@aws-sdk/client-iam'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { STSClient } from '@aws-sdk/client-sts'
import type { Credentials } from '../../../iam/identity.ts'
import { cloudFormationAgent } from '../../../tag-faults.ts'
import { nameService } from './service-name.ts'

export interface ClientSettings {
  readonly endpoint: string
  readonly region: string
  readonly credentials: Credentials
}

/**
 * Ordinary SDK clients, created at first use, with the identity of the caller or of the stack's service role. Resources
 * use the endpoint like every client, so IAM and the rules of every service apply to them.
 */
export class Clients {
  readonly #settings: ClientSettings & { readonly customUserAgent: string }
  readonly #made = new Map<string, { destroy(): void }>()

  constructor(settings: ClientSettings) {
    this.#settings = { ...settings, customUserAgent: cloudFormationAgent }
  }

  get apiGateway(): APIGatewayClient {
    return this.#once('ApiGateway', () => new APIGatewayClient(this.#settings))
  }

  get cloudFormation(): CloudFormationClient {
    return this.#once('CloudFormation', () => new CloudFormationClient(this.#settings))
  }

  get ec2(): EC2Client {
    return this.#once('Ec2', () => new EC2Client(this.#settings))
  }

  get efs(): EFSClient {
    return this.#once('Efs', () => new EFSClient(this.#settings))
  }

  get iam(): IAMClient {
    return this.#once('Iam', () => new IAMClient(this.#settings))
  }

  get lambda(): LambdaClient {
    return this.#once('Lambda', () => new LambdaClient(this.#settings))
  }

  get logs(): CloudWatchLogsClient {
    return this.#once('CloudWatchLogs', () => new CloudWatchLogsClient(this.#settings))
  }

  get s3(): S3Client {
    return this.#once('S3', () => new S3Client({ ...this.#settings, forcePathStyle: true }))
  }

  get sts(): STSClient {
    return this.#once('Sts', () => new STSClient(this.#settings))
  }

  destroy(): void {
    for (const client of this.#made.values()) client.destroy()
    this.#made.clear()
  }

  #once<T extends { destroy(): void }>(service: string, make: () => T): T {
    const known = this.#made.get(service)
    if (known) return known as T
    const client = make()
    nameService(client, service)
    this.#made.set(service, client)
    return client
  }
}
