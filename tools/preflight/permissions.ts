import {
  type ContextEntry,
  GetRoleCommand,
  IAMClient,
  paginateSimulatePrincipalPolicy,
  type SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam'
import { deployPolicy, type PolicyStatement } from './deploy-policy.ts'
import { type Finding, ok, orUnknown, type Plan } from './finding.ts'

const check = 'permissions'

/**
 * Asks IAM whether the caller may do every action of docs/permissions/deploy-policy.json, each on the first resource
 * of its statement. The simulation knows the caller's own policies and permissions boundary; what an organisation or a
 * resource's policy denies comes to light at the deployment only.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
export async function checkPermissions(
  plan: Plan,
  caller: { readonly arn: string; readonly roleArn?: string | undefined },
): Promise<Finding[]> {
  if (caller.roleArn) {
    const sentence = `${caller.roleArn} makes the resources in place of the caller; its policies are not simulated.`
    const nextStep = 'Its policies are those of cloudformation/github-oidc.yaml, if it was made from there.'
    return [{ check, outcome: 'unknown', sentence, nextStep }]
  }
  if (caller.arn.endsWith(':root')) {
    if (plan.connection.endpoint !== undefined) return [ok(check, 'the root of the account may do everything')]
    const nextStep = 'Use a role or user with docs/permissions/deploy-policy.json: root keys should not be on a laptop.'
    return [
      { check, outcome: 'warning', sentence: 'These are the keys of the root user, who may do everything.', nextStep },
    ]
  }
  return orUnknown(check, async () => {
    const iam = new IAMClient(plan.connection.clientConfig)
    const PolicySourceArn = await policySource(iam, caller.arn, plan.signal)
    const { connection, prefix } = plan
    const { Statement } = deployPolicy({ ...connection, prefix })
    const refused = (await Promise.all(Statement.map(one => refusedIn(iam, PolicySourceArn, one)))).flat()
    const asked = Statement.reduce((sum, { Action }) => sum + Action.length, 0)
    if (refused.length === 0) return [ok(check, `${PolicySourceArn} may do all ${asked} actions of the deploy policy`)]
    const sentence = `${PolicySourceArn} may not do ${refused.length} of ${asked} actions: ${refused.join(', ')}.`
    const nextStep = 'Attach docs/permissions/deploy-policy.json, filled in as its README.md says.'
    return [{ check, outcome: 'problem', sentence, nextStep }]
  })
}

/** IAM simulates users and roles; the ARN of a session has the role's name, but not its path. */
async function policySource(iam: IAMClient, arn: string, signal?: AbortSignal): Promise<string> {
  const RoleName = /:assumed-role\/([^/]+)\//.exec(arn)?.[1]
  if (RoleName === undefined) return arn
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }), { abortSignal: signal })
  return Role!.Arn!
}

async function refusedIn(iam: IAMClient, PolicySourceArn: string, statement: PolicyStatement): Promise<string[]> {
  const request: SimulatePrincipalPolicyRequest = {
    PolicySourceArn,
    ActionNames: [...statement.Action],
    ResourceArns: [statement.Resource[0]!],
    ...(statement.Condition && { ContextEntries: contextOf(statement.Condition) }),
  }
  const refused: string[] = []
  for await (const page of paginateSimulatePrincipalPolicy({ client: iam }, request)) {
    const results = page.EvaluationResults ?? []
    refused.push(...results.filter(one => one.EvalDecision !== 'allowed').map(one => one.EvalActionName!))
  }
  return refused
}

function contextOf(condition: NonNullable<PolicyStatement['Condition']>): ContextEntry[] {
  return Object.values(condition)
    .flatMap(keys => Object.entries(keys))
    .map(([ContextKeyName, value]) => ({ ContextKeyName, ContextKeyValues: [value], ContextKeyType: 'string' }))
}
