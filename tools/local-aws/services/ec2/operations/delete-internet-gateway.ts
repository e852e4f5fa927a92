import type { DeleteInternetGatewayRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { on } from '../permissions.ts'

export const deleteInternetGateway: Operation<DeleteInternetGatewayRequest, object> = {
  honours: ['InternetGatewayId'],
  permissions: (input, call) => [on(call, 'DeleteInternetGateway', 'internet-gateway', input.InternetGatewayId)],
  run: (input, { account: { ec2 } }) => {
    const { internetGatewayId, vpcId } = ec2.internetGateway(input.InternetGatewayId!)
    if (vpcId) {
      throw new AwsError(
        'DependencyViolation',
        `The internetGateway '${internetGatewayId}' has dependencies and cannot be deleted.`,
      )
    }
    ec2.internetGateways.delete(internetGatewayId)
    return {}
  },
}
