import type { PolicyKind, Refusal } from './parse-policy.ts'
import type { Principal } from './policy-document.ts'
import { listOf } from './policy-document.ts'

// IAM's sentences: getmoto/moto, tests/test_iam/test_iam_policies.py, unless another source is given.

export function checkResource(resource: string, refuse: Refusal): void {
  if (resource === '*') return
  // "Resource  must be in ARN format": github.com/felipefrizzo/terraform-aws-transfer-server/issues/6
  if (!resource.includes(':')) refuse(`Resource ${resource} must be in ARN format or "*".`)
  const [, partition, service, region = '', account, ...rest] = resource.split(':')
  if (!/^(aws|aws-cn|aws-us-gov|\*)$/.test(partition!)) {
    const [, , ...parts] = resource.split(':')
    const four = [...parts.slice(0, 3), ...(parts.length > 3 ? [parts.slice(3).join(':')] : [])]
    const shown = Array.from({ length: 4 }, (_, index) => four[index] ?? '*').join(':')
    refuse(`Partition "${partition}" is not valid for resource "arn:${partition}:${shown}".`)
  }
  if (service === undefined) refuse('Resource vendor must be fully qualified and cannot contain regexes.')
  if (account === undefined || rest.length === 0) refuse('The policy failed legacy parsing')
  if (service === 's3' && region !== '') refuse(`Resource ${resource} can not contain region information.`)
  if (service === 'iam' && region !== '') refuse(`IAM resource ${resource} cannot contain region information.`)
}

const trustActions = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'SetContext',
  'SetSourceIdentity',
  'TagSession',
]

export function checkAction(action: string, kind: PolicyKind, refuse: Refusal): void {
  const [vendor, name, ...rest] = action.split(':')
  if (action !== '*' && name === undefined) {
    refuse('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
  }
  // github.com/garnaat/kappa/issues/111
  if (rest.length > 0) refuse('Actions/Condition can contain only one colon.')
  if (action !== '*' && !/^[a-zA-Z0-9.-]+$/.test(vendor!)) refuse(`Vendor ${vendor} is not valid`)
  if (kind === 'trust' && !mayTrust(action)) refuse('AssumeRole policy may only specify STS AssumeRole actions.')
}

/** Wildcards are accepted if they match only actions of STS. */
function mayTrust(action: string): boolean {
  const [vendor, name = ''] = action.toLowerCase().split(':')
  if (vendor !== 'sts') return false
  return name.includes('*') || trustActions.some(known => known.toLowerCase() === name)
}

const principalTypes = ['AWS', 'Service', 'Federated', 'CanonicalUser']

const validNames: Readonly<Record<string, RegExp>> = {
  AWS: /^(\*|\d{12}|arn:aws[\w-]*:(iam|sts)::\d{12}:.+|A[A-Z0-9]{15,})$/,
  Service: /\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)$/,
}

/** "Invalid principal in policy": github.com/hashicorp/terraform-provider-aws/issues/8905 */
export function checkPrincipal(principal: Principal | undefined, refuse: Refusal): void {
  if (principal === undefined || principal === '*') return
  const entries = Object.entries(principal)
  if (entries.length === 0) refuse('Missing required field Principal')
  for (const [type, names] of entries) {
    if (!principalTypes.includes(type)) refuse('Syntax errors in policy.')
    for (const name of listOf(names)) {
      if (typeof name !== 'string') refuse('Syntax errors in policy.')
      const named = validNames[type]?.test(name) ?? true
      if (!named) refuse(`Invalid principal in policy: "${type.toUpperCase()}":"${name}"`)
    }
  }
}
