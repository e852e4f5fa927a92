import { readFileSync } from 'node:fs'
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation'
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { Test } from 'tap'
import { waiterDelays } from '../tools/command/polling-rate.ts'
import { useLocalAws } from '../tools/deploy/deploy-fixture.ts'
import { findStack } from '../tools/stack/find-stack.ts'
import type { LocalAws, LocalAwsOptions } from '../tools/local-aws/server.ts'

export const oidcTemplate = readFileSync(new URL('github-oidc.yaml', import.meta.url), 'utf8')

/** The repository that the tests deploy the bootstrap for. */
export const repository = {
  GitHubOwner: 'octo-org',
  GitHubRepository: 'paper',
  GitHubOwnerId: '65',
  GitHubRepositoryId: '74',
}

export interface Bootstrap {
  readonly aws: LocalAws
  readonly deployRoleArn: string
  readonly serviceRoleArn: string
  readonly providerArn: string
}

/** A fresh local AWS with the bootstrap, to which the environment points, as its administrator has it. */
export async function bootstrap(t: Test, template = oidcTemplate, options: LocalAwsOptions = {}): Promise<Bootstrap> {
  const aws = await useLocalAws(t, options)
  const outputs = await deployBootstrap(aws, template, repository)
  return {
    aws,
    deployRoleArn: outputs.DeployRoleArn!,
    serviceRoleArn: outputs.ServiceRoleArn!,
    providerArn: outputs.ProviderArn!,
  }
}

/** The outputs of the stack. */
export async function deployBootstrap(
  aws: LocalAws,
  TemplateBody: string,
  parameters: Readonly<Record<string, string>>,
  StackName = 'github-oidc',
): Promise<Record<string, string>> {
  const { endpoint, region, credentials } = aws
  const client = new CloudFormationClient({ endpoint, region, credentials })
  const Parameters = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }))
  const Capabilities = ['CAPABILITY_NAMED_IAM' as const]
  await client.send(new CreateStackCommand({ StackName, TemplateBody, Parameters, Capabilities }))
  await waitUntilStackCreateComplete({ client, maxWaitTime: 120, ...waiterDelays(endpoint) }, { StackName })
  const stack = await findStack(client, StackName)
  client.destroy()
  return Object.fromEntries(stack!.Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!]))
}

/** The claims of GitHub about a job; https://docs.github.com/actions/reference/security/oidc lists the claims. */
export const jobClaims = {
  iss: 'https://token.actions.githubusercontent.com',
  aud: 'sts.amazonaws.com',
  sub: 'repo:octo-org/paper:environment:aws',
  environment: 'aws',
  ref: 'refs/heads/main',
  repository: 'octo-org/paper',
  repository_id: '74',
  repository_owner_id: '65',
}

/** Takes the deploy role as aws-actions/configure-aws-credentials does: without a key, by the token of the job. */
export async function assumeByToken(
  { aws, deployRoleArn }: Bootstrap,
  claims: object = jobClaims,
  DurationSeconds?: number,
) {
  const payload = { exp: Math.floor(Date.now() / 1000) + 300, ...claims }
  const token = [{ alg: 'RS256', typ: 'JWT' }, payload, {}]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const sts = new STSClient({ endpoint: aws.endpoint, region: aws.region })
  try {
    const request = { RoleArn: deployRoleArn, RoleSessionName: 'GitHubActions', WebIdentityToken: token }
    return await sts.send(new AssumeRoleWithWebIdentityCommand({ ...request, DurationSeconds }))
  } finally {
    sts.destroy()
  }
}
