import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import t from 'tap'
import { inputFiles } from './input-files.ts'
import { smallProject } from './small-project-fixture.ts'

t.test('the names of all packages, the files that count and the names of the others are found', async t => {
  const project = smallProject(t)
  const dep = join(project, 'node_modules/dep')
  for (const folder of ['node_modules/@scope/inner', 'node_modules/@scope/other', 'node_modules/unlocked', 'docs'])
    mkdirSync(join(project, folder), { recursive: true })
  for (const name of ['one.d.ts', 'one.d.mts', 'one.js.map', 'README.md', 'd.ts']) writeFileSync(join(dep, name), '')
  writeFileSync(join(project, 'node_modules/unlocked/index.js'), '')
  writeFileSync(join(project, 'docs/a.json'), '')
  symlinkSync('one.js', join(dep, 'link'))
  const { files, facts } = inputFiles(project, ['/a/runtime/file'])

  const packages = ['@scope/inner', '@scope/other', 'dep', 'onnxruntime-common', 'onnxruntime-node', 'unlocked']
  t.same(facts.slice(0, packages.length).sort(), packages)
  const below = (paths: Iterable<string>, folder: string) =>
    [...paths].filter(path => path.startsWith(join(project, folder))).map(path => relative(project, path))
  t.same(
    below(facts, '.').sort(),
    ['README.md', 'link -> one.js', 'one.d.mts', 'one.d.ts', 'one.js.map']
      .map(name => `node_modules/dep/${name}`)
      .sort(),
  )
  t.same(
    below(files, 'node_modules/dep').sort(),
    ['d.ts', 'one.js', 'package.json', 'two.js'].map(name => `node_modules/dep/${name}`),
  )
  t.same(below(files, 'node_modules/unlocked'), [], 'the lock file does not name it')
  t.same(below(files, 'docs'), [], 'only the JSON files beside the lock file count')
  for (const name of ['package.json', 'tsconfig.json', 'package-lock.json', 'functions/sums/index.ts'])
    t.ok(files.has(join(project, name)), name)
  t.ok(files.has('/a/runtime/file'))
  t.same(below(files, 'node_modules/onnxruntime-node/bin'), [], 'of the binaries only the runtime files count')
  t.ok([...files].some(path => path.endsWith('/node_modules/esbuild/package.json')))
})
