import { request as httpRequest } from 'node:http'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import type { Test } from 'tap'
import type { PolicyStatement } from '../../iam/policy-document.ts'
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../server.ts'
import { uniqueId } from '../iam/state.ts'

export interface S3UnderTest {
  readonly aws: LocalAws
  readonly client: S3Client
}

/** Starts a local AWS with a bucket `shelf`, until the test ends. */
export async function startS3(t: Test, options: LocalAwsOptions = {}): Promise<S3UnderTest> {
  const aws = await startLocalAws(options)
  t.teardown(() => aws.close())
  const client = clientOf(t, aws, aws.credentials)
  await client.send(new CreateBucketCommand({ Bucket: 'shelf', ...locationOf(aws) }))
  return { aws, client }
}

/** A client with the credentials of a new role that has only these permissions. */
export function clientOfRole(t: Test, aws: LocalAws, ...Statement: PolicyStatement[]): S3Client {
  const roleName = uniqueId('role-')
  const role = {
    roleName,
    path: '/',
    arn: `arn:aws:iam::${aws.accountId}:role/${roleName}`,
    roleId: uniqueId('AROA'),
    createDate: new Date(),
    trustPolicy: { Statement: [] },
    maxSessionDuration: 3600,
    inlinePolicies: new Map([['inline', { Version: '2012-10-17', Statement }]]),
    attachedPolicyArns: new Set<string>(),
    tags: new Map<string, string>(),
  }
  aws.account.iam.roles.set(roleName, role)
  return clientOf(t, aws, aws.account.iam.issueSession({ role, sessionName: 'test', durationSeconds: 900 }))
}

export interface RawAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Sends a request that no SDK would send. */
export function rawRequest(
  aws: LocalAws,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body: string | Uint8Array = '',
): Promise<RawAnswer> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${aws.credentials.accessKeyId}/20260101/${aws.region}/s3/aws4_request`
  return new Promise((resolve, reject) => {
    const url = new URL(aws.endpoint)
    const options = { host: url.hostname, port: url.port, method, path, headers: { authorization, ...headers } }
    const request = httpRequest(options, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString()
        const answer = { statusCode: response.statusCode!, headers: response.headers, body }
        // An answer may arrive before the whole body is sent; S3 reads the rest nevertheless.
        if (request.writableFinished) resolve(answer)
        else request.once('finish', () => resolve(answer)).once('close', () => reject(new Error('body was not taken')))
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

function clientOf(t: Test, { endpoint, region }: LocalAws, credentials: LocalAws['credentials']): S3Client {
  const client = new S3Client({ endpoint, region, credentials, maxAttempts: 1 })
  t.teardown(() => client.destroy())
  return client
}

function locationOf({ region }: LocalAws) {
  return region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }
}
