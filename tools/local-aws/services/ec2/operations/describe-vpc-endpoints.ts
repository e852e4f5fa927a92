import type { DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { describeVpcEndpoint } from '../descriptions.ts'
import { filtered } from '../filters.ts'
import type { Operation } from '../operation.ts'
import { pageOf, pagingOfAll } from '../pages.ts'
import { onAll } from '../permissions.ts'

// More than 1,000 is accepted (docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html).
const paging = { ...pagingOfAll, largest: Infinity }

export const describeVpcEndpoints: Operation<DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult> = {
  honours: ['Filters', 'VpcEndpointIds', 'MaxResults', 'NextToken'],
  permissions: onAll('DescribeVpcEndpoints'),
  run: (input, { account }) => {
    const { items, ...next } = pageOf(input, paging, () => {
      const { vpcEndpoints } = account.ec2
      const unknown = input.VpcEndpointIds?.find(id => !vpcEndpoints.has(id))
      if (unknown) {
        throw new AwsError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${unknown}' does not exist`)
      }
      const asked = input.VpcEndpointIds?.map(id => vpcEndpoints.get(id)!) ?? vpcEndpoints.values()
      return filtered(asked, input.Filters, {
        'vpc-endpoint-id': endpoint => endpoint.vpcEndpointId,
        'vpc-id': endpoint => endpoint.vpcId,
        'service-name': endpoint => endpoint.serviceName,
        'vpc-endpoint-type': endpoint => endpoint.type,
        'vpc-endpoint-state': () => 'available',
      })
    })
    return { VpcEndpoints: items.map(endpoint => describeVpcEndpoint(account, endpoint)), ...next }
  },
}
