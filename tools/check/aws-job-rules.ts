import { readFileSync } from 'node:fs'
import type { Job, Step, Workflow } from '../workflow/workflow.ts'
import { check, type Rule } from './delivery-rule.ts'

const isCredentials = ({ uses }: Step) => uses?.startsWith('aws-actions/configure-aws-credentials@') ?? false

/** Whether everything that a job does with its credentials is a removal. */
function removes({ steps = [] }: Job): boolean {
  const after = steps.slice(steps.findIndex(isCredentials) + 1).flatMap(({ run }) => run ?? [])
  return after.length > 0 && after.every(run => run.startsWith('npm run destroy'))
}

function jobsOnAws({ jobs }: Workflow): [name: string, job: Job, credentials: Step][] {
  return Object.entries(jobs).flatMap(([name, job]) => {
    const step = job.steps?.find(isCredentials)
    return step ? [[name, job, step] as [string, Job, Step]] : []
  })
}

/** Rules for every job with the deploy role, in any workflow. */
export const awsRules: readonly Rule[] = [
  (workflow, find) =>
    jobsOnAws(workflow).flatMap(([name, job, step]) => {
      const place = ['jobs', name]
      const seconds = Number(step.with?.['role-duration-seconds'])
      const minutes = job['timeout-minutes'] ?? 0
      return [
        ...check(job.environment === environment || job.environment === `${environment}-remove`, () =>
          find(
            [...place, 'environment'],
            `AWS admits only jobs in the environments ${environment} and ${environment}-remove, and ${name} is in neither.`,
          ),
        ),
        // Reviewers of `environment` would keep a removal waiting for up to 30 days, while everything stays up
        // (docs.github.com/actions/how-tos/deploy/configure-and-manage-deployments/review-deployments).
        ...check(!removes(job) || job.environment === `${environment}-remove`, () =>
          find(
            [...place, 'environment'],
            `${name} removes, so its environment is ${environment}-remove, which has no reviewers to wait for.`,
          ),
        ),
        ...check(removes(job) || job.environment !== `${environment}-remove`, () =>
          find(
            [...place, 'environment'],
            `${name} does more than remove, so it may not have the environment ${environment}-remove, which nobody reviews.`,
          ),
        ),
        ...check(job.permissions?.['id-token'] === 'write', () =>
          find([...place, 'permissions'], `${name} gets no token for AWS without id-token: write.`),
        ),
        ...check(seconds <= maxSession && seconds >= minutes * 60, () =>
          find(
            [...place, 'steps'],
            `role-duration-seconds of ${name} is at most the MaxSessionDuration of the role, ${maxSession}, and at least its timeout-minutes.`,
          ),
        ),
        ...check(job.if?.includes("vars.AWS_DEPLOY_ROLE_ARN != ''") ?? false, () =>
          find(
            [...place, 'if'],
            `${name} fails where no role is set: its condition does not ask for AWS_DEPLOY_ROLE_ARN.`,
          ),
        ),
      ]
    }),
  (workflow, find) => {
    if (jobsOnAws(workflow).length === 0) return []
    const { group, 'cancel-in-progress': cancels } = workflow.concurrency ?? {}
    return check(Boolean(group) && cancels === false, () =>
      find(['concurrency'], 'Runs on AWS need a concurrency group, and cancel-in-progress: false.'),
    )
  },
]

const bootstrap = readFileSync(new URL('../../cloudformation/github-oidc.yaml', import.meta.url), 'utf8')
/** The value in the deploy role of the bootstrap. */
const maxSession = Number(/^ {6}MaxSessionDuration: (\d+)$/m.exec(bootstrap)![1])
const environment = /^ {2}GitHubEnvironment:\n(?: {4}.*\n)*? {4}Default: (\S+)$/m.exec(bootstrap)![1]
