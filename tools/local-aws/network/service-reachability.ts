import { AwsError } from '../aws-error.ts'
import { callerContext, lowerCaseKeys } from '../iam/authorize.ts'
import { evaluate } from '../iam/evaluate.ts'
import type { Identity, NetworkOrigin } from '../iam/identity.ts'
import type { Permission } from '../iam/permission.ts'
import type { Service } from '../operation.ts'
import type { VpcEndpoint } from '../services/ec2/network-model.ts'
import type { Call } from '../services/ec2/operation.ts'
import { coversPort, rulesOf } from '../services/ec2/security-groups.ts'

type VpcOrigin = Extract<NetworkOrigin, { kind: 'vpc' }>

const httpsPort = 443

/**
 * Lets a call through only if its packets could arrive: a function in a private subnet reaches S3 through a gateway
 * endpoint on its route table, and nothing else. On AWS a call that cannot arrive hangs until a time-out; it does the
 * same here, and the emulator reports the reason to its operator.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 *
 * @throws AwsError AccessDenied 403, if the endpoint's policy does not allow the call
 */
export async function checkReachable(
  call: Call,
  service: Service,
  permissions: () => readonly Permission[],
): Promise<void> {
  const { origin } = call.caller
  if (origin.kind === 'internet') return
  const route = service.hasGatewayEndpoint ? gatewayEndpoint(call, origin) : 'the VPC has no NAT gateway'
  if (typeof route === 'string') {
    call.account.settings.diagnose(
      `${origin.functionArn} cannot reach ${service.signingName}: ${route}. On AWS this call hangs until it times out.`,
    )
    await new Promise(() => {})
    return
  }
  for (const permission of permissions()) checkEndpointPolicy(call.caller, route, permission)
}

/**
 * The endpoint for the function's packets to S3, or the reason why there is none. "DNS resolution must be enabled in
 * your VPC": without it nobody in the VPC can look up S3's addresses.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 */
function gatewayEndpoint({ account }: Call, origin: VpcOrigin): VpcEndpoint | string {
  let endpoint: VpcEndpoint | undefined
  for (const subnetId of origin.subnetIds) {
    const subnet = account.ec2.subnet(subnetId)
    if (!account.ec2.vpc(subnet.vpcId).enableDnsSupport) {
      return `${subnet.vpcId} has no DNS support, so the name of S3 has no address there`
    }
    const table = account.ec2.routeTableOf(subnet)
    endpoint = [...account.ec2.vpcEndpoints.values()].find(one => table && one.routeTableIds.has(table.routeTableId))
    if (!endpoint) return `no gateway endpoint for S3 on the route table of ${subnetId}`
  }
  if (!endpoint) return 'the function has no subnet'
  const s3 = account.ec2.s3PrefixList().id
  const leaves = rulesOf(account, origin.securityGroupIds).some(
    rule => rule.isEgress && coversPort(rule, httpsPort) && (rule.prefixListId === s3 || rule.cidrIpv4 === '0.0.0.0/0'),
  )
  return leaves ? endpoint : `no egress rule of ${origin.securityGroupIds.join(', ')} lets TCP 443 out to S3 (${s3})`
}

function checkEndpointPolicy(caller: Identity, endpoint: VpcEndpoint, permission: Permission): void {
  const decision = evaluate([JSON.parse(endpoint.policyDocument)], {
    ...permission,
    context: {
      ...callerContext(caller),
      'aws:sourcevpce': endpoint.vpcEndpointId,
      ...lowerCaseKeys(permission.context ?? {}),
    },
    principals: [caller.arn, caller.roleArn ?? caller.arn, caller.accountId].map(name => ({ type: 'AWS', name })),
  })
  if (decision === 'allow') return
  const reason =
    decision === 'explicitDeny'
      ? 'with an explicit deny in a VPC endpoint policy'
      : `because no VPC endpoint policy allows the ${permission.action} action`
  throw new AwsError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${permission.action} on resource: "${permission.resource}" ${reason}`,
    403,
  )
}
