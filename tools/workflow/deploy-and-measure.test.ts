import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { assumeByToken, type Bootstrap, bootstrap } from '../../cloudformation/github-oidc-fixture.ts'
import { deploy } from '../deploy/deploy.ts'
import { packageNothing } from '../deploy/deploy-fixture.ts'
import { repositoryCopy } from '../guide/repository-copy.ts'
import type { Verdict } from '../verify/criterion.ts'
import { type RunLine, runAsActions, runLines } from './run-steps.ts'
import { readWorkflow } from './workflow.ts'

// Packages, deploys, measures, verifies and removes, each line in a process of its own.
t.setTimeout(300_000)

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
  for (const line of lines('deploy-and-measure')) await run(t, line)

  const [bundle] = readdirSync(join(folder, 'evidence')).filter(name => /^\d{8}T/.test(name))
  t.ok(bundle, 'the folder that is uploaded is there')
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
    for (const line of lines('teardown')) await run(t, line)
    const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({}))
    t.same(
      Stacks.map(({ StackName }) => StackName),
      ['github-oidc'],
    )
    const { Buckets = [] } = await new S3Client({ forcePathStyle: true }).send(new ListBucketsCommand({}))
    t.same(Buckets, [])
  })

  async function run(t: Test, line: RunLine): Promise<void> {
    if (line.command === 'npm ci') {
      t.comment('npm ci is not typed here: it would take away the packages of the test itself; .ci/run types it')
      return
    }
    await t.test(line.command, async t => {
      const { status, output } = await runAsActions(line, folder, await environment(started, summary))
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
    for (const line of runLines(workflow, workflow.jobs['clean-up']!, evaluate)) {
      if (line.command === 'npm ci') continue
      const { status, output } = await runAsActions(line, folder, await environment(started, join(folder, '.summary')))
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

t.test('the AWS jobs are skipped without the role, and the teardown whatever else happened', async t => {
  const { jobs } = await readWorkflow('deploy-and-measure.yml')
  t.equal(jobs['deploy-and-measure']!.if, "${{ vars.AWS_DEPLOY_ROLE_ARN != '' }}")
  t.match(jobs.teardown!.if, /always\(\) && needs\.deploy-and-measure\.result != 'skipped' && !inputs\.keep/)
  const credentials = (job: string) => jobs[job]!.steps!.findIndex(({ uses }) => uses?.startsWith('aws-actions/'))
  for (const job of ['deploy-and-measure', 'teardown']) {
    const steps = jobs[job]!.steps!
    t.ok(credentials(job) > steps.findIndex(({ run }) => run === 'npm ci'), 'packages install without credentials')
    t.equal(steps[credentials(job)]!.with!['role-to-assume'], '${{ vars.AWS_DEPLOY_ROLE_ARN }}')
  }
})

/** The values that Actions would give; an expression that is not here fails the test. */
function expressions({ deployRoleArn, serviceRoleArn, aws }: Bootstrap): (expression: string) => string {
  const values: Readonly<Record<string, string>> = {
    "inputs.prefix || format('lambda-efs-{0}', github.repository_id)": prefix,
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

/** What a runner has, and what configure-aws-credentials exports. */
async function environment(started: Bootstrap, summary: string): Promise<Record<string, string>> {
  const { Credentials } = await assumeByToken(started)
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
