import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { assumeByToken, type Bootstrap, bootstrap, repository } from '../../cloudformation/github-oidc-fixture.ts'
import { uploadedFiles } from '../check/upload-path.ts'
import { deploy } from '../deploy/deploy.ts'
import { packageNothing } from '../deploy/deploy-fixture.ts'
import { repositoryCopy } from '../guide/repository-copy.ts'
import type { Verdict } from '../verify/criterion.ts'
import { tokenClaims } from './job-token.ts'
import { type RunLine, runAsActions, runLines } from './run-steps.ts'
import { type Job, readWorkflow } from './workflow.ts'

// Packages, deploys, measures, verifies and removes, each line in a process of its own.
t.setTimeout(900_000)

const prefix = 'lambda-efs-74'

t.test('what the workflow runs works in that order, with the credentials of the deploy role', async t => {
  const started = await bootstrap(t)
  const folder = await repositoryCopy(t)
  const workflow = await readWorkflow('deploy-and-measure.yml')
  const evaluate = expressions(started)
  const summary = join(folder, '.summary.md')
  const lines = (job: string) => runLines(workflow, workflow.jobs[job]!, evaluate)

  t.same(
    lines('deploy-and-measure').map(({ command }) => command.split(' ')[2] ?? command),
    ['npm ci', 'preflight', 'deploy', 'measure', 'evidence', 'summary'],
  )
  for (const line of lines('deploy-and-measure')) await run(t, 'deploy-and-measure', line)

  const [bundle] = readdirSync(join(folder, 'evidence')).filter(name => /^\d{8}T/.test(name))
  t.ok(bundle, 'the run has left its bundle')
  const upload = workflow.jobs['deploy-and-measure']!.steps!.find(({ uses }) => uses?.includes('upload-artifact'))!
  const files = readdirSync(join(folder, 'evidence'), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
  const uploaded = uploadedFiles(String(upload.with!.path), files)
  t.same(
    uploaded,
    files.filter(file => file.startsWith(`evidence/${bundle}/`)),
    'which is all that is uploaded',
  )
  t.ok(uploaded.includes(`evidence/${bundle}/requirements.json`))
  const verdicts = JSON.parse(
    await readFile(join(folder, 'evidence', bundle!, 'requirements.json'), 'utf8'),
  ) as Verdict[]
  t.equal(verdicts.length, 47)
  t.same(
    verdicts.filter(({ status }) => status === 'fail'),
    [],
  )
  const page = readFileSync(summary, 'utf8')
  t.match(page, `# Run ${bundle}`)
  t.match(page, '| cold, client | 5 |', 'quick, as the input says')
  t.match(page, '47 pass, 0 fail')

  await t.test('the job of the teardown leaves nothing', async t => {
    for (const line of lines('teardown')) await run(t, 'teardown', line)
    const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({}))
    t.same(
      Stacks.map(({ StackName }) => StackName),
      ['github-oidc'],
    )
    const { Buckets = [] } = await new S3Client({ forcePathStyle: true }).send(new ListBucketsCommand({}))
    t.same(Buckets, [])
  })

  async function run(t: Test, job: string, line: RunLine): Promise<void> {
    if (line.command === 'npm ci') {
      t.comment('npm ci is not typed here: it would take away the packages of the test itself; .ci/run types it')
      return
    }
    await t.test(line.command, async t => {
      const { status, output } = await runAsActions(
        line,
        folder,
        await environment(started, workflow.jobs[job]!, summary),
      )
      t.equal(status, 0, output.slice(-3000))
    })
  }
})

t.test('the clean-up removes what is old, and leaves what is not ours or another prefix', async t => {
  const started = await bootstrap(t)
  const folder = await repositoryCopy(t)
  await deploy({ prefix, outDir: t.testdir(), packager: packageNothing })
  await deploy({ prefix: 'another', outDir: t.testdir(), packager: packageNothing })
  const workflow = await readWorkflow('clean-up.yml')
  for (const [hours, left] of [
    ['6', ['another', 'github-oidc', prefix]],
    ['0', ['another', 'github-oidc']],
  ] as const) {
    const values = expressions(started)
    const evaluate = (expression: string) => (expression === "inputs.hours || '6'" ? hours : values(expression))
    const job = workflow.jobs['clean-up']!
    for (const line of runLines(workflow, job, evaluate)) {
      if (line.command === 'npm ci') continue
      const env = await environment(started, job, join(folder, '.summary'))
      const { status, output } = await runAsActions(line, folder, env)
      t.equal(status, 0, output.slice(-3000))
    }
    const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({}))
    const roots = Stacks.filter(({ ParentId }) => !ParentId).map(({ StackName }) => StackName!)
    t.same(roots.sort(), left, `${hours} hours`)
  }
})

t.test('the summary of a repository without roles says how to switch AWS on', async t => {
  const folder = await repositoryCopy(t)
  const { jobs } = await readWorkflow('check.yml')
  const step = jobs.check!.steps!.find(({ if: condition }) => condition?.includes('AWS_DEPLOY_ROLE_ARN'))!
  t.match(step.if, "vars.AWS_DEPLOY_ROLE_ARN == ''")
  const summary = join(folder, '.summary.md')
  const ran = await runAsActions({ command: step.run!, env: {} }, folder, {
    ...machine(),
    GITHUB_STEP_SUMMARY: summary,
  })
  t.equal(ran.status, 0, ran.output)
  t.match(
    readFileSync(summary, 'utf8'),
    /cloudformation\/github-oidc\.yaml[^]*AWS_SERVICE_ROLE_ARN[^]*docs\/deployment\.md/,
  )
  t.ok(existsSync(join(folder, 'docs/deployment.md')))
})

t.test('packages install before there are credentials', async t => {
  const { jobs } = await readWorkflow('deploy-and-measure.yml')
  const credentials = (job: string) => jobs[job]!.steps!.findIndex(({ uses }) => uses?.startsWith('aws-actions/'))
  for (const job of ['deploy-and-measure', 'teardown']) {
    const steps = jobs[job]!.steps!
    t.ok(credentials(job) > steps.findIndex(({ run }) => run === 'npm ci'), 'packages install without credentials')
    t.equal(steps[credentials(job)]!.with!['role-to-assume'], '${{ vars.AWS_DEPLOY_ROLE_ARN }}')
  }
})

t.test(
  'the deploy role takes the token of each job on AWS, for as long as the job asks, and of no job without its environment',
  async t => {
    const started = await bootstrap(t)
    for (const [file, name] of [
      ['deploy-and-measure.yml', 'deploy-and-measure'],
      ['deploy-and-measure.yml', 'teardown'],
      ['clean-up.yml', 'clean-up'],
    ] as const) {
      const job = (await readWorkflow(file)).jobs[name]!
      const seconds = sessionSeconds(job)
      t.ok((await assumeByToken(started, tokenClaims(job, ours)!, seconds)).Credentials, `${file} ${name}`)
      await t.rejects(assumeByToken(started, tokenClaims(job, ours)!, 43_200), { message: /MaxSessionDuration/ })
      const { environment: _, ...open } = job
      await t.rejects(assumeByToken(started, tokenClaims(open, ours)!, seconds), { name: 'AccessDenied' })
      const feature = tokenClaims(job, { ...ours, ref: 'refs/heads/feature' })!
      await t.rejects(assumeByToken(started, feature, seconds), { name: 'AccessDenied' }, 'an unprotected environment')
      t.equal(tokenClaims({ ...job, permissions: { contents: 'read' } }, ours), undefined)
    }
  },
)

t.test('a job that failed before there was a bundle says so, and its summary does not fail as well', async t => {
  const folder = await repositoryCopy(t)
  const { jobs } = await readWorkflow('deploy-and-measure.yml')
  const step = jobs['deploy-and-measure']!.steps!.find(({ run }) => run === 'npm run summary')!
  const page = join(folder, '.summary.md')
  const ran = await runAsActions({ command: step.run!, env: {} }, folder, { ...machine(), GITHUB_STEP_SUMMARY: page })
  t.equal(ran.status, 0, ran.output)
  t.match(readFileSync(page, 'utf8'), /No evidence bundle.*the step that failed/s)
})

const ours = {
  owner: repository.GitHubOwner,
  name: repository.GitHubRepository,
  ownerId: repository.GitHubOwnerId,
  id: repository.GitHubRepositoryId,
  ref: 'refs/heads/main',
}

function sessionSeconds({ steps }: Job): number {
  const step = steps!.find(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'))!
  return Number(step.with!['role-duration-seconds'])
}

/** The values that Actions would give; an expression that is not here fails the test. */
function expressions({ deployRoleArn, serviceRoleArn, aws }: Bootstrap): (expression: string) => string {
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

/** What a runner has, and what configure-aws-credentials exports after it has shown the job's token. */
async function environment(started: Bootstrap, job: Job, summary: string): Promise<Record<string, string>> {
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

function machine(): Record<string, string> {
  const { PATH, HOME, TMPDIR } = process.env
  return { PATH: PATH!, HOME: HOME!, ...(TMPDIR && { TMPDIR }) }
}
