import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import t from 'tap'
import { stackTags } from './stack/stack-tags.ts'
import { startLocalAws } from './local-aws/server.ts'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

// Every run is a process that loads the SDK again.
t.setTimeout(600_000)

const nowhere = {
  HOME: '/nonexistent',
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
}

/** Runs an entry point as npm does, with these AWS variables and no others. */
async function run(entry: 'deploy' | 'destroy', args: readonly string[], aws: Readonly<Record<string, string>> = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && name !== 'DEBUG')
  const child = spawn(process.execPath, commandLine(entry, ...args), {
    env: { ...Object.fromEntries(inherited), ...nowhere, ...aws },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return ended(child)
}

for (const entry of ['deploy', 'destroy'] as const) {
  t.test(`${entry} --help lists its options and ends with 0`, async t => {
    const { code, stdout } = await run(entry, ['--help'])
    t.equal(code, 0)
    t.match(stdout, `Usage: npm run ${entry} --`)
    for (const option of ['--prefix', '--region', '--role-arn']) t.match(stdout, option)
    t.notMatch(stdout, 'default: {}', 'a default is described in words')
  })

  t.test(`a misused ${entry} ends with 2 before it calls AWS`, async t => {
    t.match(await run(entry, ['--prefix', 'Not_A_Prefix']), { code: 2, stderr: /--prefix takes .*\n.*--help/ })
  })
}

t.test('a command without credentials ends with 1 and an error of two lines', async t => {
  const { code, stderr } = await run('destroy', ['--region', 'us-east-1'])
  t.equal(code, 1)
  t.match(stderr, /^Error: There are no AWS credentials\..*\n.*Next step: /s)
  t.notMatch(stderr, /\n {4}at /, 'without a stack')
})

t.test(
  'destroy with nothing to remove reports that and ends with 0; with leftovers it names them and ends with 1',
  async t => {
    const aws = await startLocalAws()
    t.teardown(() => aws.close())
    const nothing = await run('destroy', [], aws.environment)
    t.match(nothing, { code: 0, stdout: 'There was nothing to remove.\n', stderr: /There is no stack lambda-efs\n/ })
    const stale = await run('destroy', ['--stale-after', '0.5'], aws.environment)
    t.match(stale, { code: 0, stdout: 'Nothing is older than 0.5 hours.\n' })

    const { region, endpoint, credentials } = aws
    const iam = new IAMClient({ region, endpoint, credentials })
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    })
    const Tags = stackTags('lambda-efs')
    await iam.send(new CreateRoleCommand({ RoleName: 'lambda-efs-consumer', AssumeRolePolicyDocument, Tags }))
    const left = await run('destroy', [], aws.environment)
    t.match(left, {
      code: 1,
      stderr:
        /Still there:\n {2}AWS::IAM::Role {2}lambda-efs-consumer\n {6}aws iam delete-role --role-name lambda-efs-consumer --region us-east-1\n \(LEFTOVERS\)\nNext step: /,
    })
  },
)

const repository = fileURLToPath(new URL('..', import.meta.url))

t.test('tap, given a folder, lists its tests and no other file', async t => {
  const tap = join(repository, 'node_modules/.bin/tap')
  const folders = ['tools', 'functions', 'cloudformation']
  const child = spawn(tap, ['list', ...folders], { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] })
  const files = (await ended(child)).stdout.trim().split('\n')
  for (const folder of folders) t.ok(files.filter(file => file.startsWith(`${folder}/`)).length > 5, folder)
  t.same(
    files.filter(file => !file.endsWith('.test.ts')),
    [],
  )
})

t.test('a command whose file is imported does nothing', async t => {
  const entries = (await readdir(join(repository, 'tools'))).filter(name => /^[a-z-]+\.ts$/.test(name))
  t.ok(entries.includes('destroy.ts'))
  // Compiles the commands, unless they are.
  await run('destroy', ['--help'])
  const { folder } = JSON.parse(await readFile(join(repository, '.build/commands/current.json'), 'utf8'))
  const urls = entries.map(name => pathToFileURL(join(repository, folder, name.replace(/\.ts$/, '.mjs'))).href)
  const directory = t.testdir({
    'import-all.mjs': `for (const url of ${JSON.stringify(urls)}) await import(url)\nconsole.log('imported')\n`,
  })
  const child = spawn(process.execPath, [join(directory, 'import-all.mjs')], {
    env: { PATH: process.env.PATH, ...nowhere },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.same(await ended(child), { code: 0, signal: null, stdout: 'imported\n', stderr: '' })
})
