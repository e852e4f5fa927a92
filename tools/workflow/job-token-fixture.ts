import type { Job } from './workflow.ts'

/**
 * The claims that GitHub puts into the token of a job, as far as a role may check them; undefined for a job without a
 * token. The subject names the environment, or the ref if there is no environment.
 * https://docs.github.com/actions/reference/security/oidc
 */
export function tokenClaims(job: Job, repository: JobRepository): Record<string, string> | undefined {
  if (job.permissions?.['id-token'] !== 'write') return undefined
  const { owner, name, ownerId, id, ref } = repository
  return {
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'sts.amazonaws.com',
    sub: `repo:${owner}/${name}:${job.environment ? `environment:${job.environment}` : `ref:${ref}`}`,
    ...(job.environment && { environment: job.environment }),
    ref,
    repository: `${owner}/${name}`,
    repository_id: id,
    repository_owner_id: ownerId,
  }
}

export interface JobRepository {
  readonly owner: string
  readonly name: string
  readonly ownerId: string
  readonly id: string
  readonly ref: string
}
