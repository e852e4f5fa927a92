import type { ModifyVpcAttributeRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { on } from '../permissions.ts'

export const modifyVpcAttribute: Operation<ModifyVpcAttributeRequest, object> = {
  permissions: (input, call) => [on(call, 'ModifyVpcAttribute', 'vpc', input.VpcId)],
  run: (input, { account }) => {
    const vpc = account.ec2.vpc(input.VpcId!)
    if (input.EnableDnsSupport?.Value !== undefined) vpc.enableDnsSupport = input.EnableDnsSupport.Value
    if (input.EnableDnsHostnames?.Value !== undefined) vpc.enableDnsHostnames = input.EnableDnsHostnames.Value
    return {}
  },
}
