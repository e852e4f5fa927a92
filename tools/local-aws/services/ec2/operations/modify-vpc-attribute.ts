import type { ModifyVpcAttributeRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const modifyVpcAttribute: Operation<ModifyVpcAttributeRequest, object> = {
  honours: ['EnableDnsHostnames', 'EnableDnsSupport', 'VpcId'],
  permissions: (input, call) => [on(call, 'ModifyVpcAttribute', 'vpc', input.VpcId)],
  run: (input, { account }) => {
    const vpc = account.ec2.vpc(input.VpcId!)
    if (input.EnableDnsSupport?.Value !== undefined) vpc.enableDnsSupport = input.EnableDnsSupport.Value
    // "You can only enable DNS hostnames if you've enabled DNS support."
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html
    if (input.EnableDnsHostnames?.Value && !vpc.enableDnsSupport) {
      throw new AwsError(
        'InvalidParameterValue',
        `DNS hostnames of ${vpc.vpcId} cannot be enabled: you can only enable DNS hostnames if you've enabled DNS support.`,
      )
    }
    if (input.EnableDnsHostnames?.Value !== undefined) vpc.enableDnsHostnames = input.EnableDnsHostnames.Value
    return {}
  },
}
