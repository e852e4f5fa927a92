import type { Account } from '../account.ts'
import type { NetworkOrigin } from './identity.ts'

/**
 * The global condition keys that depend on when a request is made and where it comes from.
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

const built = [
  'aws:CurrentTime',
  'aws:EpochTime',
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalType',
  'aws:RequestedRegion',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
  'aws:SourceIp',
  'aws:SourceVpc',
  'aws:SourceVpce',
  'aws:userid',
  // Never there for what the local AWS has: no MFA devices, no users, no organization, no source identity.
  'aws:MultiFactorAuthAge',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalOrgID',
  'aws:SourceIdentity',
  'aws:username',
].map(key => key.toLowerCase())

/** Of the keys that begin with `aws:`; a service's own are the service's affair. */
export function isGlobalKeyBuilt(key: string): boolean {
  const lower = key.toLowerCase()
  return !lower.startsWith('aws:') || built.includes(lower)
}
