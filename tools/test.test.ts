import { spawn } from 'node:child_process'
import { access, readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'
import { makeRunFolder } from './testing/run-folder.ts'
import { testSource } from './testing/run-project-fixture.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))

function start(...words: string[]) {
  return spawn(process.execPath, commandLine('test', ...words), { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] })
}

t.test('the test command runs only the tests of a named folder, and a file without assertions fails', async t => {
  const folder = t.testdir({
    'deploy.ts': `import { writeFileSync } from 'node:fs'\nwriteFileSync(new URL('deployed', ${'import'}.meta.url), '')\n`,
    'deploy.test.ts': testSource('is well', 't.pass()'),
    'empty.test.ts': `export {}\n`,
  })
  const { code, stdout } = await ended(start(relative(repository, folder)))
  t.equal(code, 1)
  t.match(stdout, /ok {6}\S*deploy\.test\.ts {2}1 assertion,/)
  t.match(stdout, /not ok {2}\S*empty\.test\.ts .*\n.*empty\.test\.ts > holds no assertion/)
  t.match(stdout, /\n2 files, 1 assertion /)
  await t.rejects(access(join(folder, 'deployed')), { code: 'ENOENT' })
})

t.test('a name that no test has ends with 1, and a path that does not exist with 2', async t => {
  const [unnamed, nowhere] = await Promise.all([
    ended(start('tools/testing/test-files.test.ts', '--name', 'no title has this')),
    ended(start('tools/nowhere')),
  ])
  t.match(unnamed, { code: 1, stderr: 'No test has a name that matches no title has this.' })
  t.match(nowhere, { code: 2, stderr: 'Error: There is no tools/nowhere in the repository.' })
})

t.test('Ctrl-C ends the run with 130, and leaves no process of it and no folder', async t => {
  const body = `(await import('node:fs')).writeFileSync(process.env.PID_FILE, String(process.pid))
    process.kill(process.ppid, 'SIGINT')\nawait new Promise(() => {})`
  const folder = t.testdir({ 'waits.test.ts': testSource('interrupts', body) })
  const pidFile = join(folder, 'pid')
  const child = spawn(process.execPath, commandLine('test', relative(repository, folder)), {
    cwd: repository,
    env: { ...process.env, PID_FILE: pidFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.match(await ended(child), { code: 130, stderr: /Interrupted\.\n/ })
  const pid = Number(await readFile(pidFile, 'utf8'))
  t.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
  const left = (await readdir(join(repository, '.build/tests'))).filter(name => name.startsWith(`${child.pid}-`))
  t.same(left, [])
})

t.test('parallel test runs do not disturb each other, and the next run removes folders of killed ones', async t => {
  const project = t.testdir({ '.build': { tests: { '999999999-killed': { js: {} } } } })
  await using one = await makeRunFolder(project)
  await using two = await makeRunFolder(project)
  t.not(one.path, two.path)
  const names = [one, two].map(({ path }) => relative(join(project, '.build/tests'), path))
  t.same((await readdir(join(project, '.build/tests'))).sort(), names.sort())
})
