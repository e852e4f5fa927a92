import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
// A separate copy of the module: tests beside this one may already have done what a process does only once.
// @ts-expect-error TypeScript knows no query in the name of a module
import { makeCopyFolder } from './copy-folder.ts?alone'

t.test('the first folder of a process replaces the folders that dead processes left', async t => {
  const folder = t.testdir({})
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  t.teardown(() => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  })
  const { pid: dead } = spawnSync(process.execPath, ['--version'])
  for (const name of [
    `model-${dead}-a`,
    `model-${process.pid}-b`,
    'model-1-c',
    'model-of-somebody',
    `other-${dead}-d`,
    'other',
  ]) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'm.onnx'), 'part')
  }
  const [first, second] = [await makeCopyFolder(), await makeCopyFolder()].map(path => basename(path))
  t.match(first, new RegExp(`^model-${process.pid}-`))
  t.same(
    readdirSync(folder).sort(),
    ['model-1-c', 'model-of-somebody', `other-${dead}-d`, 'other', first, second].sort(),
  )
})
