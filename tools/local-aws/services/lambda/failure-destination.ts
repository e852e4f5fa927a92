import { randomUUID } from 'node:crypto'
import { HeadBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { AwsError } from '../../aws-error.ts'
import { isAllowed } from '../../iam/authorize.ts'
import type { Credentials } from '../../iam/identity.ts'
import { type FailedEvent, failureRecord, recordKey } from './failure-record.ts'
import type { LambdaFunction } from './function-model.ts'
import type { Account } from './operation.ts'

const bucketArn = /^arn:[a-z-]+:s3:::([a-z0-9.-]+)$/

/**
 * Checks a destination when it is set, as Lambda does. The refusal is the same for a destination that does not exist
 * and for one that the function's role may not use (github.com/hashicorp/terraform-provider-aws,
 * website/docs/r/lambda_function_event_invoke_config). No source says which keys the role must be able to write, so all
 * of them are checked.
 *
 * @throws AwsError InvalidParameterValueException 400; NotImplemented 501 for a queue, topic, function or event bus
 */
export function checkDestination(account: Account, lambdaFunction: LambdaFunction, destination: string): void {
  const name = bucketArn.exec(destination)?.[1]
  if (name === undefined) {
    throw new AwsError('NotImplemented', 'The local AWS has no destinations but S3 buckets, and on failure only.', 501)
  }
  const refuse = (why: string) => {
    account.settings.diagnose(`${destination} cannot be a destination of ${lambdaFunction.functionName}: ${why}`)
    throw new AwsError('InvalidParameterValueException', `The destination ARN ${destination} is invalid.`)
  }
  const bucket = account.s3.buckets.get(name)
  if (!bucket) return refuse('there is no such bucket')
  const policy = bucket.policy?.document
  const { accessKeyId } = sessionOf(account, lambdaFunction)
  const { identity } = account.iam.holder(accessKeyId)!
  const needed = { 's3:ListBucket': bucket.arn, 's3:PutObject': bucket.objectArn('*') }
  const context = { 's3:ResourceAccount': account.id }
  const missing = Object.entries(needed).find(
    ([action, resource]) => !isAllowed(identity, { action, resource, context, resourcePolicy: policy }),
  )
  account.iam.revoke(accessKeyId)
  if (missing) refuse(`its role may not ${missing[0]} on ${missing[1]}`)
}

/**
 * Writes the record of a failed event to its function's destination, if it has one, as a client of S3 with the
 * function's role. A record that cannot be written is lost, and counted: "If Lambda can't send a record to a
 * destination you have configured, it sends a DestinationDeliveryFailures metric".
 */
export async function deliverFailure(
  account: Account,
  lambdaFunction: LambdaFunction,
  event: FailedEvent,
): Promise<void> {
  const destination = lambdaFunction.eventInvokeConfig?.DestinationConfig?.OnFailure?.Destination
  if (!destination) return
  const { functionName } = lambdaFunction
  const Bucket = bucketArn.exec(destination)![1]!
  const Key = recordKey(lambdaFunction, account.now(), randomUUID())
  try {
    await write(account, lambdaFunction, Bucket, Key, JSON.stringify(failureRecord(account, lambdaFunction, event)))
    account.settings.diagnose(`event for ${functionName}, given up: s3://${Bucket}/${Key}`)
  } catch (error) {
    const { destinationDeliveryFailures: counts } = account.lambda
    const count = (counts.get(functionName) ?? 0) + 1
    counts.set(functionName, count)
    account.settings.diagnose(
      `event for ${functionName}, lost: ${destination} did not accept its record: ${String(error)} (DestinationDeliveryFailures: ${count})`,
    )
  }
}

async function write(account: Account, lambdaFunction: LambdaFunction, Bucket: string, Key: string, Body: string) {
  const credentials = sessionOf(account, lambdaFunction)
  const client = new S3Client({
    endpoint: account.endpoint,
    region: account.region,
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  })
  try {
    await client.send(new HeadBucketCommand({ Bucket }))
    await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json' }))
  } finally {
    client.destroy()
    account.iam.revoke(credentials.accessKeyId)
  }
}

/**
 * Lambda's own calls come from outside the execution environment: not from the function's network, and without
 * lambda:SourceFunctionArn (https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html).
 */
function sessionOf(account: Account, { settings, functionName }: LambdaFunction): Required<Credentials> {
  const role = account.iam.roleByArn(settings.roleArn)
  if (!role) {
    throw new AwsError(
      'InvalidParameterValueException',
      'The role defined for the function cannot be assumed by Lambda.',
    )
  }
  return account.iam.issueSession({ role, sessionName: functionName, durationSeconds: 900 })
}
