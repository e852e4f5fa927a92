import type { Account } from '../../account.ts'
import { attachNetworkInterface } from '../ec2/network-interfaces.ts'
import type { LambdaFunction } from './function-model.ts'

/**
 * One interface in each of the function's subnets, which no subnet or security group in use can be deleted before.
 * Unlike AWS: not shared between functions of the same subnet and group, and gone as soon as the function is.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-enis
 */
export function replaceNetworkInterfaces({ ec2 }: Account, lambdaFunction: LambdaFunction): void {
  for (const id of lambdaFunction.networkInterfaceIds) ec2.networkInterfaces.delete(id)
  const { vpc } = lambdaFunction.settings
  lambdaFunction.networkInterfaceIds = (vpc?.subnetIds ?? []).map(
    subnetId =>
      attachNetworkInterface(ec2, {
        subnetId,
        interfaceType: 'lambda',
        description: `AWS Lambda VPC ENI-${lambdaFunction.functionName}`,
        securityGroupIds: vpc!.securityGroupIds,
        requesterId: `${lambdaFunction.functionName}:lambda`,
      }).networkInterfaceId,
  )
}

export function removeNetworkInterfaces({ ec2 }: Account, lambdaFunction: LambdaFunction): void {
  for (const id of lambdaFunction.networkInterfaceIds) ec2.networkInterfaces.delete(id)
}
