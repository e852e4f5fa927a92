import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { type Ended, ended } from '../testing/ended.ts'

const original = fileURLToPath(new URL('../..', import.meta.url))

// In two parts, since the compiler of tests puts the address of this source in its place.
const url = ['import', 'meta', 'url'].join('.')

const hello = `import { readFileSync } from 'node:fs'
import { word } from './word.ts'
import data from './data.json' with { type: 'json' }
const beside = readFileSync(new URL('beside.txt', ${url}), 'utf8')
console.log(word, data.number, beside, process.argv.slice(2).join('+'))
if (process.argv[2] === 'wait') {
  const waiting = setInterval(() => {}, 1000)
  process.on('SIGINT', () => (clearInterval(waiting), (process.exitCode = 4)))
  console.log('ready')
} else process.exitCode = 3
`

/** A project with the launcher, the compiler and a command `hello`. */
async function project(t: Test, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const tools = {
    'hello.ts': hello,
    'word.ts': `export const word: string = 'one'\n`,
    'data.json': '{ "number": 1 }',
    'beside.txt': 'beside',
    'local-aws': { 'main.ts': `console.log('local')\n` },
    'nfs-lab': { 'host.ts': '', 'inside.ts': '' },
  }
  const folder = t.testdir({ tools, ...more })
  for (const path of ['tools/run.mjs', 'package.json', 'package-lock.json', 'tsconfig.json']) {
    await cp(join(original, path), join(folder, path))
  }
  for (const name of ['main.ts', 'compile-commands.ts', 'source-urls.ts']) {
    await cp(join(original, 'tools/compile', name), join(folder, 'tools/compile', name))
  }
  await symlink(join(original, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

function start(folder: string, ...words: string[]): ChildProcess {
  const stdio = ['ignore', 'pipe', 'pipe'] as const
  // From elsewhere, as a command may be started from any folder.
  return spawn(process.execPath, [join(folder, 'tools/run.mjs'), ...words], { cwd: '/', stdio: [...stdio] })
}

const run = (folder: string, ...words: string[]): Promise<Ended> => ended(start(folder, ...words))

/** The end of a waiting command that gets SIGINT. */
async function interrupted(folder: string): Promise<Ended> {
  const child = start(folder, 'hello', 'wait')
  child.stdout!.on('data', (text: string) => text.includes('ready') && child.kill('SIGINT'))
  return ended(child)
}

const compiling = /^Compiling the commands/

t.test('a command does not load what only the local AWS needs of a package', async t => {
  const folder = await project(t)
  const sdk = {
    'package.json': '{ "sideEffects": false }',
    'index.ts': `export * from './part.ts'\nexport * from './rest.ts'\n`,
    'part.ts': `export const part = 'part'\n`,
    'rest.ts': `console.log('the rest is loaded')\nexport const rest = 'rest'\n`,
  }
  await mkdir(join(folder, 'tools/sdk'))
  for (const [name, text] of Object.entries(sdk)) await writeFile(join(folder, 'tools/sdk', name), text)
  await writeFile(
    join(folder, 'tools/word.ts'),
    `import { part } from './sdk/index.ts'\nexport const word: string = part\n`,
  )
  const whole = `import * as sdk from './sdk/index.ts'\nconsole.log(Object.keys(sdk).join('+'))\n`
  await writeFile(join(folder, 'tools/local.ts'), whole)
  await writeFile(join(folder, 'tools/local-aws/main.ts'), `import '../local.ts'\n`)
  t.match(await run(folder, 'local'), { code: 0, stdout: 'the rest is loaded\npart+rest\n' })
  t.equal((await run(folder, 'hello')).stdout, 'part 1 beside \n')
})

t.test('a command is compiled at its first start, and again when any of its sources has changed', async t => {
  const folder = await project(t)
  const [one, other] = await Promise.all([run(folder, 'hello', 'a', 'b'), run(folder, 'hello', 'a', 'b')])
  const first = { code: 3, stdout: 'one 1 beside a+b\n' }
  t.match([one, other], [first, first], 'two first starts at once')
  t.match(one.stderr, compiling)
  t.same(await run(folder, 'hello'), { code: 3, signal: null, stdout: 'one 1 beside \n', stderr: '' }, 'not again')
  t.match(await interrupted(folder), { code: 4, stderr: '' }, 'a signal is for the command')

  const word = join(folder, 'tools/word.ts')
  const { atime, mtime } = await stat(word)
  await writeFile(word, (await readFile(word, 'utf8')).replace('one', 'two'))
  await utimes(word, atime, mtime)
  t.match(await run(folder, 'hello'), { stdout: /^two 1/, stderr: compiling }, 'of the same size and time')

  // A command that started a day ago may still read its bundles.
  const bundles = join(folder, '.build/commands')
  for (const [name, hours] of [
    ['day', 23.9],
    ['old', 24.1],
  ] as const) {
    const at = new Date(Date.now() - hours * 3_600_000)
    await mkdir(join(bundles, name, 'parts'), { recursive: true })
    await utimes(join(bundles, name), at, at)
  }
  await writeFile(join(folder, 'tools/data.json'), '{ "number": 2 }')
  t.match(await run(folder, 'hello'), { stdout: /^two 2/, stderr: compiling }, 'a JSON file')
  const kept = await readdir(bundles)
  t.ok(kept.includes('day'))
  t.notOk(kept.includes('old'))
  t.notOk(
    kept.some(name => name.endsWith('.json') && name !== 'current.json'),
    'no unfinished file',
  )
  const current = JSON.parse(await readFile(join(bundles, 'current.json'), 'utf8'))
  t.ok(current.folder.startsWith('.build/commands/') && kept.includes(current.folder.slice('.build/commands/'.length)))
  const hash = createHash('sha256').update('{ "number": 2 }').digest('base64url')
  t.match(current.files, { 'tools/data.json': hash, 'tools/word.ts': /./, 'package.json': /./, 'tsconfig.json': /./ })

  for (const path of ['package-lock.json', 'tools/compile/compile-commands.ts']) {
    await writeFile(join(folder, path), `${await readFile(join(folder, path), 'utf8')}\n`)
    t.match(await run(folder, 'hello'), { stdout: /^two 2/, stderr: compiling }, path)
  }

  await writeFile(word, `export const word = 'three'\nexport const = 3\n`)
  const broken = await run(folder, 'hello')
  t.match(broken, { code: 1, stdout: '', stderr: /word\.ts:2:/ }, 'a source that does not compile, not the old bundle')
})

t.test('a command runs also where no bundles can be written, and keeps its exit code and signals', async t => {
  const folder = await project(t, { '.build': 'a file' })
  t.match(await run(folder, 'hello', 'a'), { code: 3, stdout: 'one 1 beside a\n' })
  t.match(await interrupted(folder), { code: 4 })
})

t.test('the launcher reports a missing command in one sentence, and ends with 2', async t => {
  const { code, stderr } = await ended(spawn(process.execPath, [join(original, 'tools/run.mjs'), 'nothing'], {}))
  t.equal(code, 2)
  t.equal(stderr, 'Error: There is no command "nothing": tools/nothing.ts is missing. (MISUSED)\n')
})
