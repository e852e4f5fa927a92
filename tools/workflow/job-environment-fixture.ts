import { assumeByToken, type Bootstrap, repository } from '../../cloudformation/github-oidc-fixture.ts'
import { tokenClaims } from './job-token-fixture.ts'
import type { Job } from './workflow.ts'

/** The prefix that the expressions of the workflow give. */
export const prefix = 'lambda-efs-74'

/** The repository that the bootstrap trusts. */
export const ours = {
  owner: repository.GitHubOwner,
  name: repository.GitHubRepository,
  ownerId: repository.GitHubOwnerId,
  id: repository.GitHubRepositoryId,
  ref: 'refs/heads/main',
}

/** For how long the job asks for credentials. */
export function sessionSeconds({ steps }: Job): number {
  const step = steps!.find(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'))!
  return Number(step.with!['role-duration-seconds'])
}

/** The values that Actions would give; an expression that is not here fails the test. */
export function expressions({ deployRoleArn, serviceRoleArn, aws }: Bootstrap): (expression: string) => string {
  const values: Readonly<Record<string, string>> = {
    "inputs.prefix || format('{0}-{1}', vars.AWS_PREFIX || 'lambda-efs', github.repository_id)": prefix,
    "vars.AWS_PREFIX || 'lambda-efs'": 'lambda-efs',
    'vars.AWS_DEPLOY_ROLE_ARN': deployRoleArn,
    'vars.AWS_SERVICE_ROLE_ARN': serviceRoleArn,
    'inputs.region || vars.AWS_REGION': aws.region,
    "inputs.samples || 'full'": 'quick',
  }
  return expression => {
    const value = values[expression]
    if (value === undefined) throw new Error(`No value for the expression ${expression}`)
    return value
  }
}

/** The environment of a runner, with the variables that configure-aws-credentials exports for the job's token. */
export async function environment(started: Bootstrap, job: Job, summary: string): Promise<Record<string, string>> {
  const { Credentials } = await assumeByToken(started, tokenClaims(job, ours)!, sessionSeconds(job))
  return {
    ...machine(),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY_ID: '74',
    GITHUB_STEP_SUMMARY: summary,
    AWS_REGION: started.aws.region,
    AWS_DEFAULT_REGION: started.aws.region,
    AWS_ACCESS_KEY_ID: Credentials!.AccessKeyId!,
    AWS_SECRET_ACCESS_KEY: Credentials!.SecretAccessKey!,
    AWS_SESSION_TOKEN: Credentials!.SessionToken!,
    AWS_ENDPOINT_URL: started.aws.endpoint,
  }
}

/** The variables of this machine that any process needs. */
export function machine(): Record<string, string> {
  const { PATH, HOME, TMPDIR } = process.env
  return { PATH: PATH!, HOME: HOME!, ...(TMPDIR && { TMPDIR }) }
}
