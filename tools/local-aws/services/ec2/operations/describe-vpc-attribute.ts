import type { DescribeVpcAttributeRequest, DescribeVpcAttributeResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const describeVpcAttribute: Operation<DescribeVpcAttributeRequest, DescribeVpcAttributeResult> = {
  honours: ['Attribute', 'VpcId'],
  permissions: (input, call) => [on(call, 'DescribeVpcAttribute', 'vpc', input.VpcId)],
  run: (input, { account }) => {
    const vpc = account.ec2.vpc(input.VpcId!)
    return {
      VpcId: vpc.vpcId,
      ...(input.Attribute === 'enableDnsSupport' && { EnableDnsSupport: { Value: vpc.enableDnsSupport } }),
      ...(input.Attribute === 'enableDnsHostnames' && { EnableDnsHostnames: { Value: vpc.enableDnsHostnames } }),
    }
  },
}
