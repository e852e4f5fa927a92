import {
  type ContextEntry,
  type EvaluationResult,
  GetRoleCommand,
  IAMClient,
  InvalidInputException,
  NoSuchEntityException,
  paginateSimulatePrincipalPolicy,
  type SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam'
import { deployPolicy, type PolicyStatement } from './deploy-policy.ts'
import { type Finding, ok, orUnknown, type Plan } from './finding.ts'

const check = 'permissions'

/**
 * Asks IAM whether the caller may do every action of docs/permissions/deploy-policy.json, each on every resource of its
 * statement. With a service role: whether it exists and the caller may pass it to CloudFormation. The simulation covers
 * the caller's own policies and permissions boundary. Denials by an organisation or a resource's policy appear only at
 * the deployment.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
export async function checkPermissions(
  plan: Plan,
  caller: { readonly arn: string; readonly roleArn?: string | undefined },
): Promise<Finding[]> {
  if (caller.roleArn) return checkServiceRole(plan, caller.arn, caller.roleArn)
  if (caller.arn.endsWith(':root')) {
    if (plan.connection.endpoint !== undefined) return [ok(check, 'the root of the account may do everything')]
    const nextStep = 'Use a role or user with docs/permissions/deploy-policy.json: root keys should not be on a laptop.'
    return [
      { check, outcome: 'warning', sentence: 'These are the keys of the root user, who may do everything.', nextStep },
    ]
  }
  return orUnknown(check, async () => {
    const iam = plan.connection.clients.get(IAMClient)
    const PolicySourceArn = await policySource(iam, caller.arn)
    const { connection, prefix } = plan
    const { Statement } = deployPolicy({ ...connection, prefix })
    const answers = await Promise.all(Statement.map(one => simulate(iam, PolicySourceArn, one, one.Action)))
    const refused = answers.flatMap(answer => answer.refused)
    const unjudged = answers.flatMap(answer => answer.unjudged)
    const asked = Statement.reduce((sum, { Action }) => sum + Action.length, 0)
    if (refused.length > 0) {
      const sentence = `${PolicySourceArn} may not do ${refused.length} of ${asked} actions: ${refused.join(', ')}.`
      const nextStep = 'Attach docs/permissions/deploy-policy.json, filled in as its README.md says.'
      return [{ check, outcome: 'problem', sentence, nextStep }]
    }
    if (unjudged.length > 0) {
      const sentence = `IAM does not simulate ${unjudged.join(', ')}; the other of ${asked} actions are allowed.`
      const nextStep = 'Compare your policies with docs/permissions/deploy-policy.json for these.'
      return [{ check, outcome: 'unknown', sentence, nextStep }]
    }
    return [ok(check, `${PolicySourceArn} may do all ${asked} actions of the deploy policy`)]
  })
}

/** IAM simulates users and roles. The ARN of a session has the role's name but not its path. */
async function policySource(iam: IAMClient, arn: string): Promise<string> {
  const RoleName = /:assumed-role\/([^/]+)\//.exec(arn)?.[1]
  if (RoleName === undefined) return arn
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }))
  return Role!.Arn!
}

interface Answer {
  readonly refused: readonly string[]
  /** IAM's reasons for actions that it cannot simulate like this. */
  readonly unjudged: readonly string[]
}

/**
 * Simulates all actions of a statement in one call. IAM answers InvalidInput if actions cannot be simulated together,
 * because they need different information. Then each is simulated alone.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
async function simulate(
  iam: IAMClient,
  PolicySourceArn: string,
  statement: PolicyStatement,
  actions: readonly string[],
): Promise<Answer> {
  const request: SimulatePrincipalPolicyRequest = {
    PolicySourceArn,
    ActionNames: [...actions],
    ResourceArns: [...statement.Resource],
    ContextEntries: statement.Condition && contextOf(statement.Condition),
  }
  const refused: string[] = []
  try {
    for await (const page of paginateSimulatePrincipalPolicy({ client: iam }, request)) {
      const results = page.EvaluationResults ?? []
      refused.push(...results.filter(isRefused).map(one => one.EvalActionName!))
    }
    return { refused: [...new Set(refused)], unjudged: [] }
  } catch (error) {
    if (!(error instanceof InvalidInputException)) throw error
    if (actions.length === 1) return { refused: [], unjudged: actions }
  }
  const alone: Answer[] = []
  for (const action of actions) alone.push(await simulate(iam, PolicySourceArn, statement, [action]))
  return { refused: alone.flatMap(one => one.refused), unjudged: alone.flatMap(one => one.unjudged) }
}

/** The decision for several resources is in one result, or in a part of it for each resource. */
function isRefused({ EvalDecision, ResourceSpecificResults = [] }: EvaluationResult): boolean {
  return [EvalDecision, ...ResourceSpecificResults.map(one => one.EvalResourceDecision)].some(one => one !== 'allowed')
}

async function checkServiceRole(plan: Plan, callerArn: string, roleArn: string): Promise<Finding[]> {
  const iam = plan.connection.clients.get(IAMClient)
  const made = 'Its policies are those of cloudformation/github-oidc.yaml, if it was made from there.'
  const sentence = `${roleArn} makes the resources in place of the caller; its policies are not simulated.`
  const unknown: Finding = { check, outcome: 'unknown', sentence, nextStep: made }
  const found = await orUnknown(role, async () => {
    try {
      await iam.send(new GetRoleCommand({ RoleName: roleArn.split('/').at(-1)! }))
    } catch (error) {
      if (!(error instanceof NoSuchEntityException)) throw error
      const nextStep = 'Give the output ServiceRoleArn of cloudformation/github-oidc.yaml.'
      return [{ check: role, outcome: 'problem', sentence: `There is no role ${roleArn}.`, nextStep }]
    }
    if (callerArn.endsWith(':root')) return [ok(role, `${roleArn} exists`)]
    const Condition = { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } }
    const pass: PolicyStatement = {
      Sid: 'Pass',
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: [roleArn],
      Condition,
    }
    const { refused } = await simulate(iam, await policySource(iam, callerArn), pass, pass.Action)
    if (refused.length === 0) return [ok(role, `${roleArn} exists, and the caller may pass it to CloudFormation`)]
    const nextStep = 'Allow iam:PassRole on it, with iam:PassedToService cloudformation.amazonaws.com.'
    return [
      { check: role, outcome: 'problem', sentence: `The caller may not pass ${roleArn} to CloudFormation.`, nextStep },
    ]
  })
  return [...found, unknown]
}

const role = 'service role'

function contextOf(condition: NonNullable<PolicyStatement['Condition']>): ContextEntry[] {
  return Object.values(condition)
    .flatMap(keys => Object.entries(keys))
    .map(([ContextKeyName, value]) => ({ ContextKeyName, ContextKeyValues: [value], ContextKeyType: 'string' }))
}
