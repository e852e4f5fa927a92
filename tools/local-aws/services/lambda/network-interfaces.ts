import { attachNetworkInterface } from '../ec2/network-interfaces.ts'
import type { LambdaFunction } from './function-model.ts'
import type { Account } from './operation.ts'

/**
 * Makes one interface in each of the function's subnets. A subnet or security group in use cannot be deleted before
 * them. Unlike AWS: functions with the same subnet and group do not share them.
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

/**
 * Releases the interfaces. Lambda does so only some time after the deletion of the function, up to 45 minutes according
 * to HashiCorp's talks with its team
 * (github.com/hashicorp/terraform-provider-aws/commit/922037e7c91f7a9681091cece377b3fc4580de69), and nobody else can
 * remove them. Unlike AWS: at once, unless `networkInterfaceReleaseMs` is set.
 */
export function releaseNetworkInterfaces({ ec2, settings }: Account, { networkInterfaceIds }: LambdaFunction): void {
  const release = () => {
    for (const id of networkInterfaceIds) ec2.networkInterfaces.delete(id)
  }
  if (settings.networkInterfaceReleaseMs === 0) release()
  else setTimeout(release, settings.networkInterfaceReleaseMs).unref()
}
