import type { WholeAccount } from '../whole-account.ts'

/** Credentials of a session of 900 s, of a role without policies. */
export function sessionOf(account: WholeAccount, roleName: string) {
  const role = {
    roleName,
    path: '/',
    arn: `arn:aws:iam::000000000000:role/${roleName}`,
    roleId: 'AROAEXAMPLE',
    createDate: new Date(),
    trustPolicy: { Statement: [] },
    maxSessionDuration: 3600,
    inlinePolicies: new Map(),
    attachedPolicyArns: new Set<string>(),
    tags: new Map<string, string>(),
  }
  account.iam.roles.set(roleName, role)
  return account.iam.issueSession({ role, sessionName: 'test', durationSeconds: 900 })
}
