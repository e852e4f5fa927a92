import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

async function run(...args: string[]) {
  return ended(spawn(process.execPath, commandLine('verify', ...args), { stdio: ['ignore', 'pipe', 'pipe'] }))
}

t.test('the page of the requirements is written without a system', async t => {
  const file = join(t.testdir(), 'requirements.md')
  t.match(await run('--write', file), { code: 0, stdout: '', stderr: `Wrote ${file}\n` })
  t.equal(await readFile(file, 'utf8'), await readFile(new URL('../docs/requirements.md', import.meta.url), 'utf8'))
})

t.test('criteria that are not known are named, and nothing is asked', async t => {
  t.match(await run('--only', '1.1', '9.9', 'C9'), {
    code: 2,
    stderr: /^Error: There is no criterion 9\.9, C9; they are 1\.1 to 7\.5, and the claims C1, .*\. \(MISUSED\)/,
  })
})
