import { AwsError } from '../../../aws-error.ts'
import type { Credentials, Identity } from '../../../iam/identity.ts'
import type { Permission } from '../../../iam/permission.ts'
import { trusts } from '../../iam/trust.ts'
import type { Account, Call } from '../operation.ts'
import { Clients } from '../resources/clients.ts'

/**
 * Clients with the permissions of the stack's service role or, without one, of the caller.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
 */
export function deploymentActor({ account, caller }: Call, roleArn: string | undefined): Actor {
  const accessKeyId = roleArn ? serviceRole(account, roleArn).accessKeyId : caller.accessKeyId
  const { credentials, identity } = account.iam.holder(accessKeyId)!
  return { actor: identity, clients: new Clients({ endpoint: account.endpoint, region: account.region, credentials }) }
}

export interface Actor {
  readonly actor: Identity
  readonly clients: Clients
}

/** @throws AwsError ValidationError if CloudFormation may not assume the role */
export function checkServiceRole(account: Account, roleArn: string | undefined): void {
  if (roleArn) assumableRole(account, roleArn)
}

function serviceRole(account: Account, roleArn: string): Credentials {
  const role = assumableRole(account, roleArn)
  return account.iam.issueSession({ role, sessionName: 'AWSCloudFormation', durationSeconds: 3600 })
}

function assumableRole(account: Account, roleArn: string) {
  const role = account.iam.roleByArn(roleArn)
  if (role && trusts(role, [{ type: 'Service', name: 'cloudformation.amazonaws.com' }])) return role
  throw new AwsError('ValidationError', `Role ${roleArn} is invalid or cannot be assumed`)
}

/** A caller that gives a role to a stack needs iam:PassRole on it. */
export function passRole(roleArn: string | undefined): Permission[] {
  if (!roleArn) return []
  const context = { 'iam:PassedToService': 'cloudformation.amazonaws.com' }
  return [{ action: 'iam:PassRole', resource: roleArn, context }]
}
