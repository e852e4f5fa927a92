import type { AnyVersion, ObjectVersion } from './object-version.ts'
import { noSuchKey, preconditionFailed, requestConflict, S3Error } from './s3-errors.ts'
import { isObject } from './versioned-objects.ts'

export interface ReadConditions {
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
  readonly IfModifiedSince?: Date | undefined
  readonly IfUnmodifiedSince?: Date | undefined
}

/**
 * ETags take precedence over dates, as in RFC 9110 section 13.2.2 and on
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 *
 * "If the requested modification time is later than the current time, the condition is invalid" and does not count:
 * https://www.rfc-editor.org/rfc/rfc2616#section-14.25
 *
 * @throws AwsError PreconditionFailed 412, NotModified 304
 */
export function checkReadConditions(conditions: ReadConditions, object: ObjectVersion): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.eTag)) throw preconditionFailed('If-Match')
  } else if (IfUnmodifiedSince && object.lastModified > IfUnmodifiedSince) {
    throw preconditionFailed('If-Unmodified-Since')
  }
  if (IfNoneMatch !== undefined) {
    if (matches(IfNoneMatch, object.eTag)) throw notModified(object)
  } else if (IfModifiedSince && object.lastModified <= IfModifiedSince && IfModifiedSince <= new Date()) {
    throw notModified(object)
  }
}

/** Checks the same conditions on the source of a copy. Here an unmet condition is always a 412. */
export function checkCopyConditions(conditions: ReadConditions, source: ObjectVersion): void {
  try {
    checkReadConditions(conditions, source)
  } catch (error) {
    if (!(error instanceof S3Error)) throw error
    const notModified = conditions.IfNoneMatch === undefined ? 'If-Modified-Since' : 'If-None-Match'
    throw preconditionFailed(`x-amz-copy-source-${error.details.Condition ?? notModified}`)
  }
}

/**
 * Conditional writes: `If-None-Match: *` requires that there is no such object, `If-Match` that it is still this one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 * Other values are refused: recorded/s3.yaml.
 *
 * @throws AwsError PreconditionFailed 412, NoSuchKey 404, NotImplemented 501
 */
export function checkWriteConditions(
  { IfMatch, IfNoneMatch }: Pick<ReadConditions, 'IfMatch' | 'IfNoneMatch'>,
  key: string,
  current: AnyVersion | undefined,
): void {
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') throw unacceptedValue('If-None-Match')
    if (isObject(current)) throw preconditionFailed('If-None-Match')
  }
  if (IfMatch !== undefined) {
    if (IfMatch === '*') throw unacceptedValue('If-Match')
    if (!isObject(current)) throw noSuchKey(key)
    if (!matches(IfMatch, current.eTag)) throw preconditionFailed('If-Match')
  }
}

/**
 * Refuses a conditional write whose condition held at its beginning, if another writer has replaced or deleted the
 * object meanwhile. The client should begin again.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html,
 * https://github.com/localstack/localstack/pull/11941, https://github.com/localstack/localstack/pull/11402
 *
 * @throws AwsError ConditionalRequestConflict 409
 */
export function checkNoConflict(
  { IfMatch, IfNoneMatch }: Pick<ReadConditions, 'IfMatch' | 'IfNoneMatch'>,
  key: string,
  { before, current }: { readonly before: AnyVersion | undefined; readonly current: AnyVersion | undefined },
): void {
  if (IfMatch !== undefined && before !== current) throw requestConflict('If-Match', key)
  if (IfNoneMatch !== undefined && isObject(before) && !isObject(current)) throw requestConflict('If-None-Match', key)
}

function matches(condition: string, eTag: string): boolean {
  return condition
    .split(',')
    .map(item => item.trim().replace(/^W\//, ''))
    .some(item => item === '*' || item.replaceAll('"', '') === eTag.replaceAll('"', ''))
}

function unacceptedValue(header: string): S3Error {
  return new S3Error('NotImplemented', 'A header you provided implies functionality that is not implemented', 501, {
    Header: header,
    additionalMessage: `We don't accept the provided value of ${header} header for this API`,
  })
}

function notModified(object: ObjectVersion): S3Error {
  const headers = { etag: object.eTag, 'last-modified': object.lastModified.toUTCString() }
  return new S3Error('NotModified', 'Not Modified', 304, {}, headers)
}
