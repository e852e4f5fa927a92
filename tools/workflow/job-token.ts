import type { Job } from './workflow.ts'

/**
 * What GitHub says of a job in the token that it gives to it, as far as a role may ask; undefined for a job that gets
 * none. The subject names the environment, and the ref where there is no environment.
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
