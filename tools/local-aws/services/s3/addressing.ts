import { isIP } from 'node:net'
import { AwsError } from '../../aws-error.ts'
import type { AwsRequest } from '../../protocols/exchange.ts'
import { withHoistedHeaders } from './presigned-url.ts'

/**
 * Finds the bucket in the host (`BUCKET.s3.REGION.amazonaws.com`, `BUCKET.localhost:PORT`) or in the first segment of
 * the path, and returns the path of S3's operation models: `/{Key+}`, `/` for the bucket itself, and an empty path for
 * the service. (The empty path is our own sign, since the models of ListBuckets and ListObjects are both `/`.)
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 *
 * The key is still percent-encoded, its slashes too, so that `a//b`, `/a` and `a/` arrive unchanged.
 *
 * @throws AwsError InvalidURI 400
 */
export function addressed(original: AwsRequest): { request: AwsRequest; labels: Record<string, string> } {
  const request = withHoistedHeaders(original)
  const fromHost = bucketOfHost(request.headers.host ?? '')
  if (fromHost !== undefined) return found(request, fromHost, request.path.slice(1))
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(request.path) ?? []
  return bucket === '' ? { request: { ...request, path: '' }, labels: {} } : found(request, decoded(bucket), key)
}

function found(request: AwsRequest, bucket: string, key: string) {
  decoded(key)
  return { request: { ...request, path: `/${key.replaceAll('/', '%2F')}` }, labels: { Bucket: bucket } }
}

function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  if (isIP(name)) return undefined
  return (
    /^(.+)\.s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com$/.exec(name)?.[1] ??
    /^(.+)\.localhost$/.exec(name)?.[1]
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw Object.assign(new AwsError('InvalidURI', "Couldn't parse the specified URI.", 400), { cause })
  }
}
