import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import type { Test } from 'tap'
import type { LocalAws } from '../local-aws/server.ts'
import type { DeployPolicy } from './deploy-policy.ts'

/** Makes a role with this policy and nothing else, and sets its credentials in the environment. For tests only. */
export async function becomeDeployer(t: Test, aws: LocalAws, policy: DeployPolicy): Promise<void> {
  const administrator = { region: aws.region, endpoint: aws.endpoint, credentials: aws.credentials }
  const iam = new IAMClient(administrator)
  const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${aws.accountId}:root` }, Action: 'sts:AssumeRole' }
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'deployer',
      Path: '/people/',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  )
  const PolicyDocument = JSON.stringify(policy)
  await iam.send(new PutRolePolicyCommand({ RoleName: 'deployer', PolicyName: 'deploy', PolicyDocument }))
  const { Credentials } = await new STSClient(administrator).send(
    new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'laptop' }),
  )
  setEnvironment(t, {
    AWS_ACCESS_KEY_ID: Credentials!.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials!.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials!.SessionToken,
  })
}

/** The policy without one of its actions. */
export function without(policy: DeployPolicy, action: string): DeployPolicy {
  const Statement = policy.Statement.map(one => ({ ...one, Action: one.Action.filter(each => each !== action) }))
  // IAM accepts no statement without an action.
  return { ...policy, Statement: Statement.filter(one => one.Action.length > 0) }
}

/** Sets environment variables for one test; undefined removes. */
export function setEnvironment(t: Test, variables: Readonly<Record<string, string | undefined>>): void {
  const before = Object.fromEntries(Object.keys(variables).map(name => [name, process.env[name]]))
  assign(variables)
  t.teardown(() => assign(before))
}

function assign(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
