import { AwsError } from '../../aws-error.ts'

/** S3's errors also use headers: a HEAD has no body, and only a header reports a delete marker. */
export class S3Error extends AwsError {
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: string,
    message: string,
    statusCode: number,
    details: Record<string, unknown> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(code, message, statusCode, details)
    this.headers = headers
  }
}

// Codes and messages: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html

export function noSuchBucket(bucket: string): S3Error {
  return new S3Error('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket })
}

export function noSuchKey(key: string, headers: Readonly<Record<string, string>> = {}): S3Error {
  return new S3Error('NoSuchKey', 'The specified key does not exist.', 404, { Key: key }, headers)
}

export function noSuchVersion(key: string, versionId: string): S3Error {
  const details = { Key: key, VersionId: versionId }
  return new S3Error('NoSuchVersion', 'The specified version does not exist.', 404, details)
}

export function noSuchUpload(uploadId: string): S3Error {
  return new S3Error(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
    { UploadId: uploadId },
  )
}

export function preconditionFailed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition: condition,
  })
}

export function requestConflict(condition: string, key: string): S3Error {
  const message = 'The conditional request cannot succeed due to a conflicting operation against this resource.'
  return new S3Error('ConditionalRequestConflict', message, 409, { Condition: condition, Key: key })
}

export function invalidArgument(message: string, name?: string, value?: unknown): S3Error {
  const details = name === undefined ? {} : { ArgumentName: name, ArgumentValue: value ?? 'null' }
  return new S3Error('InvalidArgument', message, 400, details)
}

/** The refusal of a parameter, if S3 does not repeat its value. */
export function refusedParameter(name: string, message: string): S3Error {
  return new S3Error('InvalidArgument', message, 400, { ArgumentName: name })
}

export function incorrectToken(): S3Error {
  return refusedParameter('continuation-token', 'The continuation token provided is incorrect')
}

export function malformedXml(): S3Error {
  const message = 'The XML you provided was not well-formed or did not validate against our published schema'
  return new S3Error('MalformedXML', message, 400)
}

/** The detail has the right Region, to which clients then redirect. */
export function wrongRegion(signedFor: string, region: string): S3Error {
  const message = `The authorization header is malformed; the region '${signedFor}' is wrong; expecting '${region}'`
  return new S3Error('AuthorizationHeaderMalformed', message, 400, { Region: region })
}

/** The error for members that AWS honours and the local AWS does not: they are refused rather than ignored. */
export function notBuilt(what: string): S3Error {
  return new S3Error('NotImplemented', `The local AWS does not have ${what}. See tools/local-aws/README.md.`, 501)
}

export function noSuchBucketPolicy(bucket: string): S3Error {
  return new S3Error('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: bucket })
}
