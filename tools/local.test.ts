import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'
import { patienceMs, within } from './testing/eventually.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))

t.test('npm run local --help describes the default of the port once', async t => {
  const args = commandLine('local', '--help')
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: repository, timeout: patienceMs })
  t.match(stdout, /--port <number> +port to listen on \(default: a free one\)\n/)
})

t.test('npm run local accepts --json only with --deploy', async t => {
  const wrong = spawn(process.execPath, commandLine('local', '--json'), { cwd: repository })
  t.match(await ended(wrong), {
    code: 2,
    stderr: /--json prints the logs of --deploy, and needs that option\. \(MISUSED\)/,
  })
})

t.test('the lines that npm run local prints suffice in a terminal that is set up for another account', async t => {
  const lines = await linesToType(t)
  const elsewhere = {
    AWS_PROFILE: 'work',
    AWS_SESSION_TOKEN: 'of-other-keys',
    AWS_ACCESS_KEY_ID: 'AKIAOTHER',
    AWS_SECRET_ACCESS_KEY: 'other',
    AWS_REGION: 'eu-west-1',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const ask =
    "import { connectToAws } from './tools/command/aws-connection.ts';" +
    'connectToAws().then(({ accountId, region }) => console.log(accountId, region))'
  const child = spawn('bash', ['-e', '-c', `${lines.join('\n')}\nnode --import tsx --input-type=module -e "${ask}"`], {
    cwd: repository,
    env: { ...process.env, ...elsewhere },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { stdout, stderr } = await ended(child)
  t.equal(stdout, '000000000000 us-east-1\n', stderr)
})

t.test('mounts for EFS are used in their order, and an unusable one is refused with a code', async t => {
  const folder = t.testdir({ shared: {}, file: '' })
  const mounts = ['a', 'b'].map(name => join(folder, name))
  for (const mount of mounts) await symlink(join(folder, 'shared'), mount)
  const local = spawn(process.execPath, commandLine('local', '--efs-mounts', mounts.join()), {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const firstLine = within('the first line', once(createInterface({ input: local.stderr! }), 'line'))
  const ready = within('the lines to type', once(local.stdout!, 'data'))
  t.match(
    (await firstLine)[0],
    new RegExp(`EFS is one folder, mounted at ${mounts[0]}/local-aws-\\w+, ${mounts[1]}/local-aws-\\w+; env`),
  )
  await ready
  local.kill('SIGTERM')
  await within('npm run local ends', once(local, 'close'))
  t.same(await readdir(join(folder, 'shared')), [], 'its folder there is removed with it')

  const wrong = spawn(process.execPath, commandLine('local', '--efs-mounts', `${mounts[0]},${folder}/file`), {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.match(await ended(wrong), {
    code: 1,
    stderr: /Error: ".*\/file" as a mount for EFS is no folder \(EFS_MOUNT_UNUSABLE\)\nNext step: Give absolute paths/,
  })
})

t.test('npm run local prints a slow S3 at its start, from the options or else from the variables', async t => {
  const sentenceOf = async (args: readonly string[], variables: Readonly<Record<string, string>>) => {
    const local = spawn(process.execPath, commandLine('local', ...args), {
      cwd: repository,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const [line] = await within('the first line', once(createInterface({ input: local.stderr! }), 'line'))
    local.kill('SIGTERM')
    await within('npm run local ends', once(local, 'close'))
    return line as string
  }
  const simulation =
    /S3 is slowed down, which is a simulation: each connection .* at 12 MiB\/s .*; each execution environment/
  t.match(await sentenceOf(['--s3-connection-mibps', '12', '--lambda-network', 'published'], {}), simulation)
  const variables = { LOCAL_AWS_S3_CONNECTION_MIBPS: '85', LOCAL_AWS_LAMBDA_NETWORK: 'published' }
  t.match(await sentenceOf(['--s3-connection-mibps', '12'], variables), simulation)

  const wrong = spawn(process.execPath, commandLine('local', '--s3-connection-mibps', 'fast'), { cwd: repository })
  t.match(await ended(wrong), {
    code: 2,
    stderr: /--s3-connection-mibps takes a number of MiB\/s above 0, got 'fast'\. \(MISUSED\)/,
  })
})

/** Starts the command as npm does, and reads the lines that a user should type. */
async function linesToType(t: Test): Promise<string[]> {
  const local = spawn(process.execPath, commandLine('local'), {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(async () => {
    local.kill('SIGTERM')
    if (local.exitCode === null) await within('npm run local ends', once(local, 'close'))
  })
  const lines: string[] = []
  const read = async () => {
    for await (const line of createInterface({ input: local.stdout })) {
      if (/^(unset|export) /.test(line)) lines.push(line)
      else if (lines.length > 0) break
    }
  }
  await within('the lines to type, and one after them', read(), { seen: () => lines.join('\n') })
  return lines
}
