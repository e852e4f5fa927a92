import { spawn } from 'node:child_process'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

async function run(...args: string[]) {
  return ended(spawn(process.execPath, commandLine('verify', ...args), { stdio: ['ignore', 'pipe', 'pipe'] }))
}

t.test('criteria that are not known are named, and nothing is asked', async t => {
  t.match(await run('--only', '1.1', '9.9', 'C9'), {
    code: 2,
    stderr: /^Error: There is no criterion 9\.9, C9; they are 1\.1 to 7\.5, and the claims C1, .*\. \(MISUSED\)/,
  })
})
