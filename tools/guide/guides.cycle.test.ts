import { execFile, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import t, { type Test } from 'tap'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { ended } from '../testing/ended.ts'
import { gatewayAnswers } from './gateway-answers-fixture.ts'
import { readGuide } from './guide.ts'
import { repositoryCopy } from './repository-copy-fixture.ts'
import { typedDocuments } from './typed-documents-fixture.ts'

// Runs the whole guide word by word. Packaging, deploying, verifying and measuring take minutes.
t.setTimeout(1_800_000)

/** Blocks that this test cannot type, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  'npm ci': 'it would take away the packages of the test itself; .ci/run types it',
  'npm ci && npm run demo': '.ci/run types it',
  'npm ci && npm test': 'this is that test; .ci/run types it',
  'git clone REPOSITORY lambda-efs && cd lambda-efs': 'its reader knows the address; .ci/run is in a clone already',
  'npm run local -- --deploy': 'it stays up until Ctrl-C; tools/local/page.cycle.test.ts types it',
  'npm run local': 'it stays up until Ctrl-C; tools/local.test.ts types it and the lines that it prints',
  'npm run preflight\nnpm run deploy\nnpm run measure\nnpm run evidence\nnpm run destroy':
    'the deployment guide has the same steps, and they are typed there',
  'npm run demo -- --target aws':
    'these are the steps before it once more, which takes minutes; .ci/run types the demo',
  'npm run deploy -- --architecture arm64':
    'the local AWS runs functions on the processor of its machine; tools/deploy/target-platform.test.ts',
}

t.test('the commands of the guides work in their order', async t => {
  const aws = await useLocalAws(t)
  const folder = await repositoryCopy(t)
  const noCli = await which('aws')
  const terminal = join(t.testdir(), 'terminal')
  const met = new Set<string>()

  await makeRole('deployer')
  for (const path of typedDocuments.beforeDeployment) await walk(t, path)
  await t.test('after the last step nothing is left', async t => {
    const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({}))
    t.same(
      Stacks.map(({ StackName }) => StackName).filter(name => name !== 'github-lambda-efs'),
      [],
    )
  })
  await type(t, 'npm run deploy')
  for (const path of typedDocuments.afterDeployment) await walk(t, path)
  await t.test('API Gateway itself answers as docs/api.md says', async t => {
    const page = await readFile(join(folder, 'docs/api.md'), 'utf8')
    await gatewayAnswers(t, page, (await valueOf('API_URL')) ?? '')
  })
  for (const path of typedDocuments.toRemove) await walk(t, path)
  t.same(
    Object.keys(elsewhere).filter(text => !met.has(text)),
    [],
    'every block that is typed elsewhere is in a document',
  )

  async function walk(t: Test, path: string): Promise<void> {
    const { code } = readGuide(await readFile(join(folder, path), 'utf8'))
    const typed = code.filter(({ language }) => language.split(' ')[0] === 'sh')
    for (const { language, text } of typed) {
      met.add(text)
      const reason = elsewhere[text] ?? (language === 'sh aws-cli' ? noCli : undefined)
      if (reason) await t.test(`${path}: ${text}`, { skip: reason }, async () => {})
      else await type(t, text, path)
    }
  }

  async function type(t: Test, command: string, path = 'a reader'): Promise<void> {
    await t.test(`${path}: ${command}`, async t => {
      // A reader has one terminal: a variable that a block exports is set in the next one.
      const { status, stdout, stderr } = await bash(`trap "export -p > '${terminal}'" EXIT\n${command}`)
      t.equal(status, 0, `${stdout.slice(-2000)}\n${stderr.slice(-2000)}`)
    })
  }

  async function valueOf(variable: string): Promise<string | undefined> {
    return (await bash(`printf %s "$${variable}"`)).stdout || undefined
  }

  async function bash(script: string) {
    const child = spawn(
      'bash',
      ['-e', '-o', 'pipefail', '-c', `[ ! -f '${terminal}' ] || . '${terminal}'\n${script}`],
      {
        cwd: folder,
        env: { ...withoutAws(), ...aws.environment, AWS_PAGER: '' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const { code: status, stdout, stderr } = await ended(child, { deadlineMs: 900_000 })
    return { status, stdout, stderr }
  }
})

/** A user's own role, which gets the policy of the guide. */
async function makeRole(RoleName: string): Promise<void> {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }]
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  await new IAMClient({}).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
}

/** Returns why a program cannot be run, if it cannot. */
async function which(program: string): Promise<string | undefined> {
  const found = await promisify(execFile)(program, ['--version']).catch(() => undefined)
  return found ? undefined : `there is no ${program} on this machine`
}

// Only the local AWS counts, even on a machine with settings of its own.
function withoutAws(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')))
}
