import { Failure } from '../failure/failure.ts'

// Errors that sending again does not remove, and what removes them. Names:
// docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; those of KMS reach S3's caller with this prefix
// (docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html).
const remedies: [RegExp, string][] = [
  [/^InvalidObjectState$/, 'The object is archived. Restore it in S3, then send the request again.'],
  [/^(KMS|Disabled)/, "The object's KMS key cannot be used. Enable it, or store the object again."],
  [
    /^(AccessDenied|AllAccessDisabled)$/,
    "The function's role may not do this. Its policies, or the bucket's, must allow it.",
  ],
  [/^NoSuchBucket$/, 'The bucket does not exist. Deploy again.'],
]

/** The caller's failure for an error of S3 or of the connection to it. */
export function s3Failure(bucket: string, key: string, error: unknown): Failure {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (statusOf(error) === 404 && name !== 'NoSuchBucket') {
    return new Failure('NOT_FOUND', `The bucket has no object ${key}.`, { key }, error)
  }
  // S3's own errors are named by their code. Errors of the connection are named just Error, and their message says why.
  const reason = name === 'Error' ? message : name
  const remedy = remedies.find(([names]) => names.test(name))?.[1] ?? 'Send the request again.'
  return new Failure('S3_UNAVAILABLE', `S3 did not serve ${key} in ${bucket}: ${reason}. ${remedy}`, { key }, error)
}

/** The HTTP status of S3's answer; undefined if there was none. */
export function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata
  return metadata?.httpStatusCode
}

/** Whether the same request may succeed a moment later: S3 was not reached, or its answer is not a refusal. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Failure) || error.code !== 'S3_UNAVAILABLE' || !error.cause) return false
  const status = statusOf(error.cause)
  return status === undefined || status === 429 || status >= 500
}
