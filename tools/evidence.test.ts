import { spawn } from 'node:child_process'
import { appendFile, cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

const example = fileURLToPath(new URL('../evidence/example', import.meta.url))

async function run(...args: string[]) {
  return ended(spawn(process.execPath, commandLine('evidence', ...args), { stdio: ['ignore', 'pipe', 'pipe'] }))
}

t.test('a bundle is compared with its manifest', async t => {
  const bundle = join(t.testdir(), 'bundle')
  await cp(example, bundle, { recursive: true })
  const files = (await readdir(bundle, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  const whole = await run('verify', bundle)
  t.match(whole, { code: 0, stdout: /^\d+ files are as they were written\.\n$/ })
  t.ok(files.length - Number.parseInt(whole.stdout) < 4, `${files.length} files, some describe the others`)
  await appendFile(join(bundle, 'report.md'), 'more')
  t.match(await run('verify', bundle), {
    code: 1,
    stdout: '',
    stderr: /bundle has changed since it was written:\n.*report\.md.* \(BUNDLE_CHANGED\)/s,
  })
})
