import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeChangeSetCommand,
  type DescribeChangeSetOutput,
  DescribeEventsCommand,
} from '@aws-sdk/client-cloudformation'

/**
 * Returns why a change set failed. The root says only that "Nested change set ARN was not successfully created", so
 * this asks the nested one (github.com/aws/aws-sam-cli/issues/2406). Validation reports its reason in events
 * (docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html).
 */
export async function changeSetFailure(
  client: CloudFormationClient,
  changeSet: DescribeChangeSetOutput,
): Promise<string> {
  const reason = changeSet.StatusReason ?? 'no reason given'
  const nestedId = /Nested change set (arn:\S+) was not successfully created/.exec(reason)?.[1]
  const nested = nestedId && nestedId !== changeSet.ChangeSetId && (await describe(client, nestedId))
  if (nested) return `${nested.StackName}: ${await changeSetFailure(client, nested)}`
  const validation = await validationFailures(client, changeSet)
  return [reason, ...validation].join('; ')
}

// The reason names the change set without its stack, so IAM checks `changeSet/NAME/ID` here.
async function describe(
  client: CloudFormationClient,
  ChangeSetName: string,
): Promise<DescribeChangeSetOutput | undefined> {
  try {
    return await client.send(new DescribeChangeSetCommand({ ChangeSetName }))
  } catch (error) {
    // A reason that names the nested change set is better than an error about that reason.
    if (error instanceof CloudFormationServiceException) return undefined
    throw error
  }
}

async function validationFailures(
  client: CloudFormationClient,
  { ChangeSetId, StackId }: DescribeChangeSetOutput,
): Promise<string[]> {
  try {
    const request = new DescribeEventsCommand({
      ChangeSetName: ChangeSetId,
      StackName: StackId,
      Filters: { FailedEvents: true },
    })
    const { OperationEvents } = await client.send(request)
    return (OperationEvents ?? [])
      .filter(event => event.ValidationStatusReason)
      .map(event => `${event.LogicalResourceId} ${event.ValidationPath ?? ''}: ${event.ValidationStatusReason}`)
  } catch (error) {
    // Some endpoints and roles lack this operation. The change set still has its own reason.
    if (error instanceof CloudFormationServiceException) return []
    throw error
  }
}
