import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeChangeSetCommand,
  type DescribeChangeSetOutput,
  DescribeEventsCommand,
} from '@aws-sdk/client-cloudformation'

/**
 * Why a change set failed. The root says only that "Nested change set ARN was not successfully created", so the
 * nested one is asked (github.com/aws/aws-sam-cli/issues/2406); and validation says what is wrong in its events
 * (docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html).
 */
export async function changeSetFailure(
  client: CloudFormationClient,
  changeSet: DescribeChangeSetOutput,
  signal?: AbortSignal,
): Promise<string> {
  const reason = changeSet.StatusReason ?? 'no reason given'
  const nestedId = /Nested change set (arn:\S+) was not successfully created/.exec(reason)?.[1]
  const nested = nestedId && nestedId !== changeSet.ChangeSetId && (await describe(client, nestedId, signal))
  if (nested) return `${nested.StackName}: ${await changeSetFailure(client, nested, signal)}`
  const validation = await validationFailures(client, changeSet, signal)
  return [reason, ...validation].join('; ')
}

// The reason names the change set and not its stack, so IAM is asked about `changeSet/NAME/ID` here.
async function describe(
  client: CloudFormationClient,
  ChangeSetName: string,
  signal?: AbortSignal,
): Promise<DescribeChangeSetOutput | undefined> {
  try {
    return await client.send(new DescribeChangeSetCommand({ ChangeSetName }), { abortSignal: signal })
  } catch (error) {
    // The reason that names it is better than an error about the reason.
    if (error instanceof CloudFormationServiceException) return undefined
    throw error
  }
}

async function validationFailures(
  client: CloudFormationClient,
  { ChangeSetId, StackId }: DescribeChangeSetOutput,
  signal?: AbortSignal,
): Promise<string[]> {
  try {
    const request = new DescribeEventsCommand({
      ChangeSetName: ChangeSetId,
      StackName: StackId,
      Filters: { FailedEvents: true },
    })
    const { OperationEvents } = await client.send(request, { abortSignal: signal })
    return (OperationEvents ?? [])
      .filter(event => event.ValidationStatusReason)
      .map(event => `${event.LogicalResourceId} ${event.ValidationPath ?? ''}: ${event.ValidationStatusReason}`)
  } catch (error) {
    // Not every endpoint and not every role has this operation, and the change set has its own reason.
    if (error instanceof CloudFormationServiceException) return []
    throw error
  }
}
