import { parsePolicy } from '../../iam/parse-policy.ts'
import { listOf, type PolicyDocument, type PolicyStatement } from '../../iam/policy-document.ts'
import type { Bucket } from './bucket.ts'
import { S3Error } from './s3-errors.ts'

// "Bucket policies are limited to 20 KB in size."
const maxPolicyBytes = 20 * 1024

/**
 * Reads a bucket policy. Each statement must have a principal, and only resources of this bucket.
 *
 * @throws AwsError MalformedPolicy 400
 */
export function bucketPolicyDocument(text: string, bucket: Bucket): PolicyDocument {
  if (Buffer.byteLength(text) > maxPolicyBytes) {
    throw new S3Error('PolicyTooLarge', 'The policy exceeds the maximum allowed document size.', 400)
  }
  checkForm(text)
  const document = parsePolicy(text, 'MalformedPolicy')
  for (const statement of listOf(document.Statement)) checkStatement(statement, bucket)
  return document
}

/**
 * A policy is public if it allows something to everybody without a condition. Unlike AWS: any condition makes it
 * private; AWS checks the content of the condition.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublicPolicy(document: PolicyDocument): boolean {
  return listOf(document.Statement).some(
    statement => statement.Effect === 'Allow' && !statement.Condition && namesEverybody(statement),
  )
}

function namesEverybody({ Principal, NotPrincipal }: PolicyStatement): boolean {
  if (NotPrincipal) return true
  return Principal === '*' || (typeof Principal === 'object' && listOf(Principal.AWS).includes('*'))
}

function checkStatement(statement: PolicyStatement, { arn }: Bucket): void {
  if (!statement.Principal && !statement.NotPrincipal) throw malformed('Missing required field Principal')
  const resources = [...listOf(statement.Resource), ...listOf(statement.NotResource)]
  if (resources.length === 0) throw malformed('Missing required field Resource')
  if (!resources.every(resource => resource === arn || resource.startsWith(`${arn}/`) || resource === `${arn}*`)) {
    throw malformed('Policy has invalid resource')
  }
  const actions = [...listOf(statement.Action), ...listOf(statement.NotAction)]
  if (!actions.every(action => action === '*' || /^s3:/i.test(action))) throw malformed('Policy has invalid action')
}

/** Words: recorded/s3.yaml. */
function checkForm(text: string): void {
  let policy: unknown
  try {
    policy = JSON.parse(text)
  } catch {
    // The error below covers this and any other text that is no object.
  }
  if (typeof policy !== 'object' || !text.startsWith('{'))
    throw malformed("Policies must be valid JSON and the first byte must be '{'")
  if (policy === null || !('Statement' in policy)) throw malformed('Missing required field Statement')
}

function malformed(message: string): S3Error {
  return new S3Error('MalformedPolicy', message, 400)
}
