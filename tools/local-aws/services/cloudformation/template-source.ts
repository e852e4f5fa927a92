import { Readable } from 'node:stream'
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { AwsError } from '../../aws-error.ts'
import { hiddenViolation, validationError } from '../../validation-error.ts'
import { deploymentActor } from './engine/deployment-actor.ts'
import type { Call } from './operation.ts'
import type { Clients } from './resources/clients.ts'

export interface TemplateSource {
  readonly TemplateBody?: string
  readonly TemplateURL?: string
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const maxBodyBytes = 51_200
const maxObjectBytes = 1_000_000

/** Reads the template's text, from the call itself or from S3 with the caller's own permissions. */
export async function readTemplate({ TemplateBody, TemplateURL }: TemplateSource, clients: Clients, endpoint: string) {
  if (TemplateBody !== undefined && TemplateURL !== undefined) {
    throw new AwsError('ValidationError', 'Either Template URL or Template Body must be specified, not both.')
  }
  if (TemplateURL !== undefined) return readFromS3(TemplateURL, clients, endpoint)
  if (TemplateBody === undefined) {
    throw new AwsError('ValidationError', 'Either Template URL or Template Body must be specified.')
  }
  if (Buffer.byteLength(TemplateBody) > maxBodyBytes) {
    const rule = `Member must have length less than or equal to ${maxBodyBytes}`
    throw validationError('ValidationError', [hiddenViolation('templateBody', rule)])
  }
  return TemplateBody
}

async function readFromS3(url: string, clients: Clients, endpoint: string): Promise<string> {
  const { bucket, key } = objectAt(url, endpoint)
  const { Body, ContentLength } = await clients.s3
    .send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    .catch(error => {
      throw Object.assign(new AwsError('ValidationError', s3Refusal(error)), { cause: error })
    })
  if ((ContentLength ?? 0) > maxObjectBytes) {
    drop(Body!)
    throw new AwsError('ValidationError', `Template may not exceed ${maxObjectBytes} bytes in size.`)
  }
  return Body!.transformToString()
}

/** An unread body fails when its connection ends. This handles that error. */
function drop(body: NonNullable<GetObjectCommandOutput['Body']>): void {
  if (!(body instanceof Readable)) return
  body.on('error', () => {})
  body.destroy()
}

function s3Refusal(error: Error): string {
  return `S3 error: ${error.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`
}

/** Accepts path style, virtual-host style, and objects behind the local endpoint. */
function objectAt(url: string, endpoint: string): { bucket: string; key: string } {
  const { protocol, origin, hostname, pathname } = parse(url)
  // Words: recorded/cloudformation.yaml.
  if (protocol === 's3:')
    throw new AwsError('ValidationError', `S3 error: Domain name specified in ${hostname} is not a valid S3 domain`)
  const path = decodeURIComponent(pathname.slice(1))
  const [, bucketInHost, s3Host] = /^(?:(.+)\.)?(s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com)$/.exec(hostname) ?? []
  if (s3Host && bucketInHost) return { bucket: bucketInHost, key: path }
  // Unlike AWS: objects are also found under the endpoint's own address.
  if (!s3Host && origin !== endpoint) throw unsupported()
  const slash = path.indexOf('/')
  if (slash < 1 || slash === path.length - 1) throw unsupported()
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1) }
}

function parse(url: string): URL {
  try {
    return new URL(url)
  } catch (cause) {
    throw Object.assign(unsupported(), { cause })
  }
}

function unsupported(): AwsError {
  return new AwsError('ValidationError', 'TemplateURL must be a supported URL.')
}

/** Reads the template of an operation. S3 is read with the caller's identity, even if the stack has a role. */
export async function readCallersTemplate(source: TemplateSource, call: Call): Promise<string> {
  const { clients } = deploymentActor(call, undefined)
  try {
    return await readTemplate(source, clients, call.account.endpoint)
  } finally {
    clients.destroy()
  }
}
