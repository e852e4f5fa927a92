import { spawn } from 'node:child_process'
import t from 'tap'
import { commandLine } from '../testing/command-line.ts'
import { ended } from '../testing/ended.ts'

t.setTimeout(600_000)

const demo = (args: readonly string[], variables: Readonly<Record<string, string>> = {}) => run('demo', args, variables)

async function run(command: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, commandLine(command, ...args), {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return ended(child)
}

t.test('unusable mounts for EFS, from the option or the variable, end the demo at its start', async t => {
  const refused = {
    code: 1,
    stderr:
      /The local AWS did not start: Error: "mnt\/b" as a mount for EFS is no absolute path \(EFS_MOUNT_UNUSABLE\) Next step: .* \(LOCAL_AWS_FAILED\)\n/,
  }
  const variable = { LOCAL_AWS_EFS_MOUNTS: 'mnt/b' }
  t.match(await demo(['--quick'], variable), refused)
  t.match(await demo(['--quick', '--efs-mounts', 'mnt/b'], { LOCAL_AWS_EFS_MOUNTS: 'mnt/a' }), refused)
})

t.test('the demo and the comparison refuse mounts for EFS on AWS', async t => {
  for (const command of ['demo', 'compare']) {
    const { code, stderr } = await run(command, ['--target', 'aws', '--efs-mounts', '/mnt/a'])
    t.equal(code, 2)
    t.match(stderr, /--efs-mounts.* (?:is|are) for the local AWS; AWS has an EFS of its own\. \(MISUSED\)/)
  }
})
