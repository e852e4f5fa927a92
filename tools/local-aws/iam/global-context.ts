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
