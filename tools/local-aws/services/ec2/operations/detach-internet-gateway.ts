import type { DetachInternetGatewayRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

/** Routes to it remain, and lead nowhere: `blackhole`. */
export const detachInternetGateway: Operation<DetachInternetGatewayRequest, object> = {
  honours: ['InternetGatewayId', 'VpcId'],
  permissions: (input, call) => [
    on(call, 'DetachInternetGateway', 'internet-gateway', input.InternetGatewayId),
    on(call, 'DetachInternetGateway', 'vpc', input.VpcId),
  ],
  run: (input, { account: { ec2 } }) => {
    const gateway = ec2.internetGateway(input.InternetGatewayId!)
    const { vpcId } = ec2.vpc(input.VpcId!)
    if (gateway.vpcId !== vpcId) {
      const message = `resource ${gateway.internetGatewayId} is not attached to network ${vpcId}`
      throw new AwsError('Gateway.NotAttached', message)
    }
    delete gateway.vpcId
    return {}
  },
}
