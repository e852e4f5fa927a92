import type { ModifySubnetAttributeRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const modifySubnetAttribute: Operation<ModifySubnetAttributeRequest, object> = {
  honours: ['MapPublicIpOnLaunch', 'SubnetId'],
  permissions: (input, call) => [on(call, 'ModifySubnetAttribute', 'subnet', input.SubnetId)],
  run: (input, { account }) => {
    const subnet = account.ec2.subnet(input.SubnetId!)
    if (input.MapPublicIpOnLaunch?.Value !== undefined) subnet.mapPublicIpOnLaunch = input.MapPublicIpOnLaunch.Value
    return {}
  },
}
