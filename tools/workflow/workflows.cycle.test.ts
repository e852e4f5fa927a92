import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { bootstrap } from '../../cloudformation/github-oidc-fixture.ts'
import { uploadedFiles } from '../check/upload-path.ts'
import { packageNothing } from '../deploy/deploy-fixture.ts'
import { deploy } from '../deploy/deploy.ts'
import type { Verdict } from '../evidence/verdicts/verdict.ts'
import { repositoryCopy } from '../guide/repository-copy-fixture.ts'
import { environment, expressions, prefix } from './job-environment-fixture.ts'
import { readWorkflow } from './read-workflow-fixture.ts'
import { type RunLine, runAsActions, runLines } from './run-steps-fixture.ts'

// Packages, deploys, measures, verifies and removes, each line in a process of its own.
t.setTimeout(900_000)

t.test('the run lines of the workflow work in order, with the credentials of the deploy role', async t => {
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
    'only the files of the bundle are uploaded',
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

t.test('the clean-up removes old deployments, and leaves foreign ones and other prefixes', async t => {
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
