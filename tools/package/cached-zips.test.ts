import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { countingPackager, smallProject } from './small-project-fixture.ts'
import { unzip } from './unzip.ts'
import { zip } from './zip.ts'

async function scriptOf({ path }: { readonly path: string }): Promise<string> {
  return String((await unzip(readFileSync(path))).find(({ name }) => name === 'index.js')!.content)
}

/** Replaces a text in a file, and keeps the file's length and time. */
function change(path: string, from: string, to: string): void {
  const { atime, mtime } = statSync(path)
  const text = readFileSync(path, 'utf8')
  if (from.length !== to.length || !text.includes(from)) throw new Error(`${path} does not have ${from}`)
  writeFileSync(path, text.replace(from, to))
  utimesSync(path, atime, mtime)
}

t.test('unchanged zips are not compressed again, and equal those made without a cache', async t => {
  const project = smallProject(t)
  const pack = countingPackager(project)
  const first = await pack()
  t.equal(first.made, 2)
  rmSync(join(project, 'out'), { recursive: true })
  const again = await pack()
  t.same(again, { ...first, made: 0 })
  const bytes = readFileSync(again.consumer.path)

  const uncached = await pack({ cacheDir: false })
  t.same(uncached, { ...first, made: 2 })
  t.ok(readFileSync(uncached.consumer.path).equals(bytes))
})

t.test('a change of one byte in a source, a dependency, a package.json or tsconfig.json is in the new zip', async t => {
  const project = smallProject(t)
  const pack = countingPackager(project)
  t.match(await scriptOf((await pack()).consumer), /dependency one[^]*of a script[^]*"consumer"/)
  for (const [path, from, to, expected] of [
    ['functions/consumer/index.ts', `'consumer'`, `'Consumer'`, '"Consumer"'],
    ['node_modules/dep/one.js', 'dependency one', 'dependency 1st', 'dependency 1st'],
    ['node_modules/dep/package.json', 'one.js', 'two.js', 'dependency two'],
    ['tsconfig.json', 'es2022', 'es2023', 'dependency two'],
  ] as const) {
    change(join(project, path), from, to)
    const { consumer, made } = await pack()
    t.equal(made, 2, path)
    t.match(await scriptOf(consumer), expected)
    t.equal((await pack()).made, 0)
  }
})

t.test('a change of one byte in a binary is in the new zip', async t => {
  const project = smallProject(t)
  const pack = countingPackager(project)
  await pack()
  change(join(project, 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1'), 'library', 'Library')
  const { consumer, made } = await pack()
  t.equal(made, 2)
  const library = (await unzip(readFileSync(consumer.path))).find(({ name }) => name.endsWith('.so.1'))
  t.equal(String(library!.content), 'Library')
  change(join(project, 'node_modules/onnxruntime-node/bin/napi-v6/linux/arm64/libonnxruntime.so.1'), 'lib', 'Lib')
  t.equal((await pack()).made, 0, 'the binaries for another processor are not in it')
  t.equal((await pack({ arch: 'arm64' })).made, 2, 'zips for one processor are not used for another')
})

t.test(
  'a change of one byte in the lock file builds the zips again, since it decides which packages count',
  async t => {
    const project = smallProject(t)
    const pack = countingPackager(project)
    const before = await pack()
    change(join(project, 'package-lock.json'), '"1"', '"2"')
    const after = await pack()
    t.same(after, before, 'the result is the same here')
    t.equal(after.made, 2)
  },
)

t.test('a new file that changes the target of an import is in the new zip', async t => {
  const project = smallProject(t)
  const pack = countingPackager(project)
  await pack()
  writeFileSync(join(project, 'functions/shared/word.ts'), `export const word = 'of TypeScript'\n`)
  t.match(await scriptOf((await pack()).consumer), 'of TypeScript')

  const nearer = join(project, 'functions/node_modules/dep')
  mkdirSync(nearer, { recursive: true })
  writeFileSync(join(nearer, 'index.js'), `exports.dep = 'a nearer dependency'\n`)
  t.match(await scriptOf((await pack()).consumer), 'a nearer dependency')
})

t.test('a source that is saved while the zips are built is in the next ones', async t => {
  const project = smallProject(t)
  const source = join(project, 'functions/consumer/index.ts')
  const pack = countingPackager(project)
  await pack({
    compress: entries => {
      if (readFileSync(source, 'utf8').includes(`'consumer'`)) change(source, `'consumer'`, `'Consumer'`)
      return zip(entries)
    },
  })
  t.match(await scriptOf((await pack()).consumer), '"Consumer"')
  change(source, `'Consumer'`, `'consumer'`)
  const { consumer, made } = await pack()
  t.equal(made, 2, 'the zips built meanwhile were not kept')
  t.match(await scriptOf(consumer), '"consumer"')
})

t.test('zips are built each time with an outside import, a missing import, or without a lock file', async t => {
  const project = smallProject(t)
  const pack = countingPackager(project)
  writeFileSync(join(project, 'elsewhere.ts'), `export const word = 'from elsewhere'\n`)
  writeFileSync(join(project, 'functions/shared/word.js'), `export * from '../../elsewhere'\n`)
  t.match(await scriptOf((await pack()).consumer), 'from elsewhere')
  change(join(project, 'elsewhere.ts'), 'elsewhere', 'somewhere')
  t.match(await scriptOf((await pack()).consumer), 'from somewhere')

  const word = join(project, 'functions/shared/word.js')
  writeFileSync(word, `exports.word = () => {\n  try {\n    return require('absent')\n  } catch {}\n}\n`)
  t.same([(await pack()).made, (await pack()).made], [2, 2])

  writeFileSync(word, `export const word = 'here'\n`)
  t.same([(await pack()).made, (await pack()).made], [2, 0])
  rmSync(join(project, 'package-lock.json'))
  t.same([(await pack()).made, (await pack()).made], [2, 2])
})

t.test('a damaged kept zip is built again', async t => {
  const project = smallProject(t)
  const pack = countingPackager(project)
  const whole = await pack()
  const cache = join(project, '.build/zips')
  for (const name of readdirSync(cache)) truncateSync(join(cache, name), 100)
  const again = await pack()
  t.same(again, whole)
  t.equal(readFileSync(again.consumer.path).length, whole.consumer.bytes)
  t.equal((await pack()).made, 0)
})

t.test('simultaneous builds each get both zips, and leave no unfinished file', async t => {
  const project = smallProject(t)
  const pack = countingPackager(project)
  const [a, b, c] = await Promise.all([pack(), pack(), pack({ outDir: join(project, 'out-2') })])
  t.same(a.consumer, b.consumer)
  t.equal(c.consumer.sha256, a.consumer.sha256)
  t.ok(readFileSync(a.consumer.path).equals(readFileSync(c.consumer.path)))
  t.match(readdirSync(join(project, '.build/zips')).sort(), [
    /^consumer-\w+-\w+-\d+\.zip$/,
    /^producer-\w+-\w+-\d+\.zip$/,
  ])
  t.equal((await pack()).made, 0)
})

t.test('packaging works if nothing can be kept', async t => {
  const project = smallProject(t)
  const pack = countingPackager(project)
  writeFileSync(join(project, '.build'), 'a file is in the way of the folder')
  const { made, ...zips } = await pack()
  t.equal(made, 2)
  t.equal(readFileSync(zips.consumer.path).length, zips.consumer.bytes)
  t.same(await pack(), { ...zips, made: 2 })
})
