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
  // These keys never exist here: there are no MFA devices, users, organizations or source identities.
  'aws:MultiFactorAuthAge',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalOrgID',
  'aws:SourceIdentity',
  'aws:username',
].map(key => key.toLowerCase())

/** Whether a key that begins with `aws:` is supported. Keys of services are not checked here. */
export function isGlobalKeyBuilt(key: string): boolean {
  const lower = key.toLowerCase()
  return !lower.startsWith('aws:') || built.includes(lower)
}
