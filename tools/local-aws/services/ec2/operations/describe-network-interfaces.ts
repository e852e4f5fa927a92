import type { DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { describeNetworkInterface } from '../descriptions.ts'
import { filtered } from '../filters.ts'
import { onAll } from '../permissions.ts'

export const describeNetworkInterfaces: Operation<DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult> = {
  permissions: onAll('DescribeNetworkInterfaces'),
  run: (input, { account }) => {
    const all = [...account.ec2.networkInterfaces.values()].map(one => ({ ...one, tags: new Map<string, string>() }))
    const asked = input.NetworkInterfaceIds
      ? all.filter(one => input.NetworkInterfaceIds!.includes(one.networkInterfaceId))
      : all
    const interfaces = filtered(asked, input.Filters, {
      'network-interface-id': one => one.networkInterfaceId,
      'subnet-id': one => one.subnetId,
      'vpc-id': one => account.ec2.subnet(one.subnetId).vpcId,
      'group-id': one => one.securityGroupIds,
      description: one => one.description,
      'interface-type': one => one.interfaceType,
      'requester-id': one => one.requesterId,
      status: () => 'in-use',
    })
    return { NetworkInterfaces: interfaces.map(one => describeNetworkInterface(account, one)) }
  },
}
