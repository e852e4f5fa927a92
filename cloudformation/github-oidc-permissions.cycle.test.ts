import t, { type Test } from 'tap'
import { connectToAws } from '../tools/command/aws-connection.ts'
import { deploy } from '../tools/deploy/deploy.ts'
import { packageNothing } from '../tools/deploy/deploy-fixture.ts'
import { destroy } from '../tools/destroy/destroy.ts'
import { collectConfiguration } from '../tools/evidence/configuration.ts'
import { collectLogs } from '../tools/evidence/function-logs.ts'
import { type DeployedSystem, findDeployedSystem } from '../tools/exercise/deployed-system.ts'
import { exercise } from '../tools/exercise/exercise.ts'
import type { PolicyDocument } from '../tools/local-aws/iam/policy-document.ts'
import { measure } from '../tools/measure/measure.ts'
import { setEnvironment } from '../tools/preflight/deployer-fixture.ts'
import { preflight } from '../tools/preflight/preflight.ts'
import { verify } from '../tools/verify/verify.ts'
import { assumeByToken, type Bootstrap, bootstrap, oidcTemplate } from './github-oidc-fixture.ts'
import { reservedActions } from './github-oidc-reserved-actions.ts'

// Everything that the workflow does on AWS, with the real functions.
t.setTimeout(900_000)

const prefix = 'lambda-efs-run7'

/** The phases between deployment and removal, as the workflow has them. */
const phases: readonly ((system: DeployedSystem) => Promise<unknown>)[] = [
  async system => {
    const { sample, model } = await exercise(system, { largeBytes: 1024 * 1024, seed: 1 })
    const request = { fileId: sample.fileId, model }
    return measure(system, request, { coldSamples: 1, warmSamples: 1, concurrency: 2 })
  },
  async system => {
    using connection = await connectToAws({ region: system.region })
    await collectConfiguration(connection, system)
    await collectLogs(connection, system, new Date(0))
  },
  system => verify(system, { quick: true }),
]

t.test('both roles are allowed what the workflow does, and nothing else without a reason', async t => {
  // As AWS evaluates it where the bootstrap is in one Region and the input of the workflow says another.
  const madeElsewhere = oidcTemplate.replaceAll('${AWS::Region}', 'us-east-1')
  const started = await bootstrap(t, madeElsewhere, { region: 'eu-central-1' })
  await becomeGitHub(t, started)
  const roleArn = started.serviceRoleArn
  const outDir = t.testdir()
  await preflight({ prefix, roleArn })
  await deploy({ prefix, outDir, roleArn })
  // Again with a change, and again without one, as the next push does.
  await deploy({ prefix, outDir, roleArn, parameters: { ConsumerMemorySize: '2048', LogRetentionInDays: '7' } })
  await deploy({ prefix, outDir, roleArn })
  const system = await findDeployedSystem({ prefix })
  for (const phase of phases) await phase(system)
  const { leftovers, unchecked } = await destroy({ prefix, roleArn })
  t.same(leftovers, [])
  t.same(unchecked, [], 'everything could be looked for')

  for (const [name, arn] of [
    ['DeployRole', started.deployRoleArn],
    ['ServiceRole', roleArn],
  ] as const) {
    const asked = started.aws.account.iam.actions.of(arn)
    t.ok(asked.length > 20, `${name} asked for ${asked.length} things`)
    t.same(
      asked.filter(({ allowed }) => !allowed),
      [],
      `${name} was refused nothing`,
    )
    const used = new Set(asked.map(({ action }) => action))
    const allowed = allowedActions(started, arn)
    const reserved = reservedActions[name]
    t.same(
      allowed.filter(action => !used.has(action) && !(action in reserved)),
      [],
      `${name}: every action is used or has its reason in github-oidc-reserved-actions.ts`,
    )
    t.same(
      Object.keys(reserved).filter(action => !allowed.includes(action)),
      [],
      `${name}: every action with a reason is allowed`,
    )
    t.same(
      Object.keys(reserved).filter(action => used.has(action)),
      [],
      `${name}: no action with a reason for not being used is used`,
    )
  }
})

for (const [role, action] of [
  ['DeployRole', 'cloudformation:ExecuteChangeSet'],
  ['ServiceRole', 'elasticfilesystem:CreateMountTarget'],
  ['ServiceRole', 'iam:PassRole'],
] as const) {
  t.test(`without ${action} in the ${role} the deployment fails and names it`, async t => {
    const started = await bootstrap(t, without(role, action))
    await becomeGitHub(t, started)
    const failed = await deploy({
      prefix,
      outDir: t.testdir(),
      packager: packageNothing,
      roleArn: started.serviceRoleArn,
    }).then(
      () => undefined,
      (error: Error) => error,
    )
    t.match(failed?.message, `not authorized to perform: ${action}`)
  })
}

t.test('the roles reach nothing beside the deployments of their prefix', async t => {
  const started = await bootstrap(t)
  await becomeGitHub(t, started)
  const roleArn = started.serviceRoleArn
  await t.rejects(deploy({ prefix: 'other', outDir: t.testdir(), packager: packageNothing, roleArn }), {
    message: /not authorized/,
  })
  await t.rejects(destroy({ prefix: 'github-oidc', roleArn }), { message: /not authorized/ })
})

async function becomeGitHub(t: Test, started: Bootstrap): Promise<void> {
  const { Credentials } = await assumeByToken(started)
  setEnvironment(t, {
    AWS_ACCESS_KEY_ID: Credentials!.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials!.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials!.SessionToken,
  })
}

function allowedActions({ aws }: Bootstrap, roleArn: string): string[] {
  const policies: PolicyDocument[] = aws.account.iam.policiesOf(aws.account.iam.roleByArn(roleArn)!)
  const actions = policies.flatMap(({ Statement }) => [Statement].flat()).flatMap(({ Action }) => [Action ?? []].flat())
  return [...new Set(actions)].sort()
}

/** The template without one action of one role; a statement that has no other goes with it. */
function without(role: string, action: string): string {
  const start = oidcTemplate.indexOf(`\n  ${role}:\n`)
  const [before, after] = [oidcTemplate.slice(0, start), oidcTemplate.slice(start)]
  const line = new RegExp(`^ +- ${action}\n`, 'm')
  const statement = new RegExp(`^ {14}- Sid: \\w+\n(?: {16}.*\n)*? {16}Action: ${action}\n(?: {16,}.*\n)*`, 'm')
  const changed = after.replace(line.test(after) ? line : statement, '')
  if (changed === after) throw new Error(`${role} has no ${action}`)
  return before + changed
}
