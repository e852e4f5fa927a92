import {
  type DescribeVpcAttributeRequest,
  type DescribeVpcAttributeResult,
  VpcAttributeName,
} from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const describeVpcAttribute: Operation<DescribeVpcAttributeRequest, DescribeVpcAttributeResult> = {
  honours: ['Attribute', 'VpcId'],
  permissions: (input, call) => [on(call, 'DescribeVpcAttribute', 'vpc', input.VpcId)],
  run: (input, { account }) => {
    const vpc = account.ec2.vpc(input.VpcId!)
    checkAttribute(input.Attribute!)
    return {
      VpcId: vpc.vpcId,
      ...(input.Attribute === 'enableDnsSupport' && { EnableDnsSupport: { Value: vpc.enableDnsSupport } }),
      ...(input.Attribute === 'enableDnsHostnames' && { EnableDnsHostnames: { Value: vpc.enableDnsHostnames } }),
    }
  },
}

const built: readonly string[] = ['enableDnsSupport', 'enableDnsHostnames']
const known: readonly string[] = Object.values(VpcAttributeName)

function checkAttribute(name: string): void {
  if (built.includes(name)) return
  if (known.includes(name))
    throw new AwsError('NotImplemented', `The local AWS does not have the attribute ${name} of a VPC.`, 501)
  throw new AwsError('InvalidParameterValue', `Value (${name}) for parameter attribute is invalid. Unknown attribute.`)
}
