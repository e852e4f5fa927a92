import type { NetworkOrigin } from '../../iam/identity.ts'
import type { Account } from './operation.ts'

/**
 * The global condition keys for the time and the origin of a request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 *
 * Unlike AWS: aws:SourceIp is the loopback address; on AWS it is the caller's public one.
 */
export function globalContext(account: Account, origin: NetworkOrigin): Record<string, string> {
  const now = account.now()
  return {
    'aws:requestedregion': account.region,
    'aws:currenttime': now.toISOString(),
    'aws:epochtime': String(Math.floor(now.getTime() / 1000)),
    ...networkContext(account, origin),
  }
}

/** A request through a VPC endpoint has the endpoint and its VPC instead of a public address. */
function networkContext(account: Account, origin: NetworkOrigin): Record<string, string> {
  if (origin.kind === 'internet') return { 'aws:sourceip': '127.0.0.1' }
  const subnet = account.ec2.subnets.get(origin.subnetIds[0] ?? '')
  const table = subnet && account.ec2.routeTableOf(subnet)
  const endpoint = [...account.ec2.vpcEndpoints.values()].find(
    one => table && one.routeTableIds.has(table.routeTableId),
  )
  return endpoint ? { 'aws:sourcevpc': endpoint.vpcId, 'aws:sourcevpce': endpoint.vpcEndpointId } : {}
}
