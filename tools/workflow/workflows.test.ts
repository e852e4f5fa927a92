import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { assumeByToken, bootstrap } from '../../cloudformation/github-oidc-fixture.ts'
import { repositoryCopy } from '../guide/repository-copy-fixture.ts'
import { machine, ours, sessionSeconds } from './job-environment-fixture.ts'
import { tokenClaims } from './job-token-fixture.ts'
import { readWorkflow } from './read-workflow-fixture.ts'
import { runAsActions } from './run-steps-fixture.ts'

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

t.test('the summary of a job that failed before its bundle says so, and does not fail itself', async t => {
  const folder = await repositoryCopy(t)
  const { jobs } = await readWorkflow('deploy-and-measure.yml')
  const step = jobs['deploy-and-measure']!.steps!.find(({ run }) => run === 'npm run summary')!
  const page = join(folder, '.summary.md')
  const ran = await runAsActions({ command: step.run!, env: {} }, folder, { ...machine(), GITHUB_STEP_SUMMARY: page })
  t.equal(ran.status, 0, ran.output)
  t.match(readFileSync(page, 'utf8'), /No evidence bundle.*the step that failed/s)
})
