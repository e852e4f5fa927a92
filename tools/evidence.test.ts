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

t.test('a bundle is compared with its manifest, and gets a folder, after which it is whole again', async t => {
  const folder = t.testdir({ more: { 'notes.txt': 'notes' } })
  const bundle = join(folder, 'bundle')
  await cp(example, bundle, { recursive: true })
  const files = (await readdir(bundle, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  t.match(await run('add', bundle, join(folder, 'more')), { code: 0, stdout: `1 files are added to ${bundle}.\n` })
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

t.test('an action that has too many folders, is misuse', async t => {
  t.match(await run('verify', 'a', 'b'), {
    code: 2,
    stderr: /^Usage: npm run evidence -- verify DIR, or: .*add A FOLDER\n$/,
  })
})
