import { DescribeNetworkInterfacesCommand, type EC2Client } from '@aws-sdk/client-ec2'
import type { Properties, ResourceContext } from '../resource-type.ts'
import { waitFor } from '../wait.ts'

/**
 * "CloudFormation monitors the state of its network interfaces and waits for Lambda to delete them before proceeding",
 * with the permission ec2:DescribeNetworkInterfaces "from the user or role that modifies the stack"; without it, it
 * does not wait (docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-vpcconfig.html).
 * The event's words: github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/392.
 */
export async function networkInterfacesReleased(
  functionName: string,
  vpcConfig: Properties,
  { clients, signal, waiting }: ResourceContext,
): Promise<void> {
  let reported = false
  try {
    const what = `Lambda to release the network interfaces of ${functionName}`
    await waitFor({ what, signal, deadlineMs: releaseDeadlineMs }, async () => {
      if (!(await hasInterfaces(clients.ec2, functionName, vpcConfig))) return true
      if (!reported)
        waiting('CloudFormation is waiting for NetworkInterfaces associated with the Lambda Function to be cleaned up.')
      reported = true
      return undefined
    })
  } catch (error) {
    if (!(error instanceof Error && error.name === 'UnauthorizedOperation')) throw error
  }
}

/**
 * "Defines the timeout for the entire operation … The default is 120 (2 hours)": timeoutInMinutes in
 * github.com/aws-cloudformation/cloudformation-resource-schema, provider.definition.schema.v1.json. Lambda may take 45
 * minutes, and `networkInterfaceReleaseMs` makes the local one as slow.
 */
const releaseDeadlineMs = 120 * 60_000

async function hasInterfaces(ec2: EC2Client, functionName: string, vpcConfig: Properties): Promise<boolean> {
  const Filters = [
    { Name: 'description', Values: [`AWS Lambda VPC ENI-${functionName}`] },
    { Name: 'subnet-id', Values: vpcConfig.SubnetIds },
  ]
  const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }))
  return NetworkInterfaces.length > 0
}
