import type { DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { describeNetworkInterface } from '../descriptions.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf, pagingWithout } from '../pages.ts'
import { onAll } from '../permissions.ts'

const paging = pagingWithout('NetworkInterfaceIds')

export const describeNetworkInterfaces: Operation<DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult> = {
  honours: ['Filters', 'NetworkInterfaceIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeNetworkInterfaces'),
  run: (input, { account }) => {
    const { items, ...next } = pageOf(input, paging, () => {
      const unknown = input.NetworkInterfaceIds?.find(id => !account.ec2.networkInterfaces.has(id))
      if (unknown !== undefined) {
        throw new AwsError('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${unknown}' does not exist`)
      }
      const all = [...account.ec2.networkInterfaces.values()].map(one => ({ ...one, tags: new Map<string, string>() }))
      const asked = input.NetworkInterfaceIds
        ? all.filter(one => input.NetworkInterfaceIds!.includes(one.networkInterfaceId))
        : all
      return filtered(asked, input.Filters, {
        'network-interface-id': one => one.networkInterfaceId,
        'subnet-id': one => one.subnetId,
        'vpc-id': one => account.ec2.subnet(one.subnetId).vpcId,
        'group-id': one => one.securityGroupIds,
        description: one => one.description,
        'interface-type': one => one.interfaceType,
        'requester-id': one => one.requesterId,
        status: () => 'in-use',
      })
    })
    return { NetworkInterfaces: items.map(one => describeNetworkInterface(account, one)), ...next }
  },
}
