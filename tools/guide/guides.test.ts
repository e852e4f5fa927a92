import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import t, { type Test } from 'tap'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { findDeployedSystem } from '../exercise/deployed-system.ts'
import { readGuide } from './guide.ts'
import { repositoryCopy } from './repository-copy.ts'

// The whole guide, word by word: packaging, deploying, verifying and measuring take real time.
t.setTimeout(900_000)

/** Blocks that a test cannot type, and where they are typed in place of it. */
const elsewhere: Readonly<Record<string, string>> = {
  'npm ci': 'it would take away the packages of the test itself; .ci/run types it',
}

t.test('what the guides tell to type works in that order', async t => {
  const aws = await useLocalAws(t)
  const folder = await repositoryCopy(t)
  const noCli = await which('aws')
  const environment: Record<string, string> = { ...aws.environment, AWS_PAGER: '' }

  await makeRole('deployer')
  await mkdir(join(folder, '.build'))
  await walk(t, 'docs/permissions/README.md')
  await walk(t, 'docs/deployment.md')
  await t.test('after the last step nothing is left', async t => {
    const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({}))
    t.same(
      Stacks.map(({ StackName }) => StackName).filter(name => name !== 'github-lambda-efs'),
      [],
    )
  })
  await type(t, 'npm run deploy')
  environment.API_URL = (await findDeployedSystem({ prefix: 'lambda-efs' })).apiUrl
  await walk(t, 'docs/api.md')
  await walk(t, 'docs/reading-evidence.md')
  await walk(t, 'docs/cleanup.md')

  async function walk(t: Test, path: string): Promise<void> {
    const { code } = readGuide(await readFile(join(folder, path), 'utf8'))
    const typed = code.filter(({ language }) => language.split(' ')[0] === 'sh')
    t.ok(typed.length > 0, `${path} tells to type ${typed.length} blocks`)
    for (const { language, text } of typed) {
      const reason = elsewhere[text] ?? (language === 'sh aws-cli' ? noCli : undefined)
      if (reason) await t.test(`${path}: ${text}`, { skip: reason }, async () => {})
      else await type(t, text, path)
    }
  }

  async function type(t: Test, command: string, path = 'a reader'): Promise<void> {
    await t.test(`${path}: ${command}`, async t => {
      const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', command], {
        cwd: folder,
        env: { ...withoutAws(), ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const [[status], stdout, stderr] = await Promise.all([
        once(child, 'close'),
        text(child.stdout),
        text(child.stderr),
      ])
      t.equal(status, 0, `${stdout.slice(-2000)}\n${stderr.slice(-2000)}`)
    })
  }
})

/** Somebody's own role, to which the guide gives the policy. */
async function makeRole(RoleName: string): Promise<void> {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }]
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  await new IAMClient({}).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
}

/** Why a program cannot be typed, if it cannot. */
async function which(program: string): Promise<string | undefined> {
  const found = await promisify(execFile)(program, ['--version']).catch(() => undefined)
  return found ? undefined : `there is no ${program} on this machine`
}

// Only the local AWS counts, also where a machine has settings of its own.
function withoutAws(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')))
}
