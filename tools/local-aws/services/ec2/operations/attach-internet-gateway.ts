import type { AttachInternetGatewayRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

/**
 * A VPC has at most one, and it belongs to one VPC at a time
 * (docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html).
 */
export const attachInternetGateway: Operation<AttachInternetGatewayRequest, object> = {
  honours: ['InternetGatewayId', 'VpcId'],
  permissions: (input, call) => [
    on(call, 'AttachInternetGateway', 'internet-gateway', input.InternetGatewayId),
    on(call, 'AttachInternetGateway', 'vpc', input.VpcId),
  ],
  run: (input, { account: { ec2 } }) => {
    const gateway = ec2.internetGateway(input.InternetGatewayId!)
    const { vpcId } = ec2.vpc(input.VpcId!)
    if (gateway.vpcId) {
      const message = `resource ${gateway.internetGatewayId} is already attached to network ${gateway.vpcId}`
      throw new AwsError('Resource.AlreadyAssociated', message)
    }
    if ([...ec2.internetGateways.values()].some(other => other.vpcId === vpcId)) {
      throw new AwsError('InvalidParameterValue', `Network ${vpcId} already has an internet gateway attached`)
    }
    gateway.vpcId = vpcId
    return {}
  },
}
