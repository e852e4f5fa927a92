import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { Job, Step, Workflow } from '../workflow/workflow.ts'
import type { Finding } from './finding.ts'
import { uploadedFiles } from './upload-path.ts'

/**
 * Checks the rules of the three delivery workflows: when they run, that AWS admits their jobs, that runs do not
 * overlap, and that the evidence is shown and uploaded. For other workflows only the part about AWS applies.
 */
export function deliveryFindings(path: string, text: string): Finding[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  // workflowFindings reports a file that is broken itself.
  if (document.errors.length > 0) return []
  const workflow = document.toJS() as Workflow
  if (typeof workflow?.jobs !== 'object') return []
  const find: Find = (place, sentence) => {
    // The nearest part that exists, because a missing one has no line.
    const nearest = place.map((_, index) => place.slice(0, place.length - index)).find(one => document.hasIn(one))
    const node = nearest && document.getIn(nearest, true)
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
    return { path, line: lines.linePos(offset).line, sentence }
  }
  const name = path.split('/').at(-1)!
  return [...awsRules, ...(deliveryRules[name] ?? [])].flatMap(rule => rule(workflow, find))
}

type Find = (place: readonly (string | number)[], sentence: string) => Finding
type Rule = (workflow: Workflow, find: Find) => readonly Finding[]

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
const awsRules: readonly Rule[] = [
  (workflow, find) =>
    jobsOnAws(workflow).flatMap(([name, job, step]) => {
      const place = ['jobs', name]
      const seconds = Number(step.with?.['role-duration-seconds'])
      const minutes = job['timeout-minutes'] ?? 0
      return [
        ...check(job.environment === environment || job.environment === `${environment}-remove`, () =>
          find(
            [...place, 'environment'],
            `AWS lets only jobs in the environments ${environment} and ${environment}-remove in, and ${name} is in neither.`,
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

const deliveryRules: Readonly<Record<string, readonly Rule[]>> = {
  'check.yml': [
    triggers({ pull_request: null, workflow_call: null }),
    ({ concurrency }, find) =>
      check(
        concurrency?.group === "check-${{ github.event_name == 'pull_request' && github.ref || github.run_id }}",
        () =>
          find(['concurrency'], 'Runs that deploy-and-measure calls must not share a group: they cancel each other.'),
      ),
    ...evidenceRules('check'),
  ],
  'deploy-and-measure.yml': [
    triggers({ push: { branches: ['main'] } }),
    inputs('region', 'prefix', 'samples', 'keep'),
    ({ concurrency, env }, find) =>
      check(concurrency?.group === `aws-${env?.PREFIX}`, () =>
        find(['concurrency'], 'One run a prefix at a time: the group is aws-, and what PREFIX is.'),
      ),
    needs('deploy-and-measure', 'check'),
    ...evidenceRules('deploy-and-measure'),
    needs('teardown', 'deploy-and-measure'),
    condition('teardown', [
      'always()',
      "needs.deploy-and-measure.result != 'skipped'",
      '!inputs.keep',
      "vars.AWS_DEPLOY_ROLE_ARN != ''",
    ]),
    runs('teardown', /^npm run destroy -- --prefix "\$PREFIX" --role-arn "\$SERVICE_ROLE_ARN"$/),
  ],
  'clean-up.yml': [
    ({ on }, find) =>
      check(Array.isArray(on?.schedule) && on.schedule.length > 0, () => find(['on'], 'The clean-up has a schedule.')),
    inputs('hours', 'region'),
    runs('clean-up', /^npm run destroy -- .*--stale-after "\$HOURS"/),
  ],
}

function check(holds: boolean, finding: () => Finding): readonly Finding[] {
  return holds ? [] : [finding()]
}

function triggers(expected: Readonly<Record<string, unknown>>): Rule {
  return ({ on = {} }, find) =>
    Object.entries(expected).flatMap(([event, filter]) =>
      check(event in on && isDeepStrictEqual(on[event], filter), () =>
        find(['on', event], `The workflow runs on ${event}${filter ? ` of ${JSON.stringify(filter)}` : ''}.`),
      ),
    )
}

function inputs(...names: readonly string[]): Rule {
  return ({ on }, find) => {
    const { inputs = {} } = (on?.workflow_dispatch ?? {}) as { inputs?: object }
    return check(isDeepStrictEqual(Object.keys(inputs).sort(), [...names].sort()), () =>
      find(['on', 'workflow_dispatch'], `It is started by hand with the inputs ${names.join(', ')}.`),
    )
  }
}

function needs(name: string, other: string): Rule {
  return ({ jobs }, find) =>
    check([jobs[name]?.needs].flat().includes(other), () => find(['jobs', name], `The job ${name} needs ${other}.`))
}

function condition(name: string, parts: readonly string[]): Rule {
  const expected = `\${{ ${parts.join(' && ')} }}`
  return ({ jobs }, find) =>
    check(jobs[name]?.if === expected, () => find(['jobs', name, 'if'], `The condition of ${name} is ${expected}.`))
}

function runs(name: string, command: RegExp): Rule {
  return ({ jobs }, find) =>
    check(jobs[name]?.steps?.some(step => command.test(step.run ?? '') && step.if === undefined) ?? false, () =>
      find(['jobs', name, 'steps'], `${name} runs npm run destroy as in ${command.source}`),
    )
}

/** The last steps of a job that makes a bundle: the summary on the run's page, and the upload of the bundle. */
function evidenceRules(name: string): readonly Rule[] {
  const whateverFailed = '${{ !cancelled() }}'
  const place = ['jobs', name, 'steps']
  return [
    ({ jobs }, find) =>
      check(
        jobs[name]?.steps?.some(({ run, if: when }) => run === 'npm run summary' && when === whateverFailed) ?? false,
        () => find(place, `${name} runs npm run summary, if: ${whateverFailed}.`),
      ),
    ({ jobs }, find) => {
      const upload = jobs[name]?.steps?.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))
      const taken = upload?.if === whateverFailed ? uploadedFiles(String(upload.with?.path), ofARun) : []
      return check(isDeepStrictEqual(taken, [ofARun[0]]), () =>
        find(place, `${name} uploads the bundle of the run and nothing else of evidence/, if: ${whateverFailed}.`),
      )
    },
  ]
}

/** The files in evidence/ after a run; the first is its bundle. */
const ofARun = [
  'evidence/20260102T030405Z-0a1b2c/report.json',
  'evidence/example/report.json',
  'evidence/README.md',
  'README.md',
]

const bootstrap = readFileSync(new URL('../../cloudformation/github-oidc.yaml', import.meta.url), 'utf8')
/** The value in the deploy role of the bootstrap. */
const maxSession = Number(/^ {6}MaxSessionDuration: (\d+)$/m.exec(bootstrap)![1])
const environment = /^ {2}GitHubEnvironment:\n(?: {4}.*\n)*? {4}Default: (\S+)$/m.exec(bootstrap)![1]
