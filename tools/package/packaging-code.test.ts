import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import { changedSince, packagingCode } from './packaging-code.ts'

t.test('the packaging code is this folder without tests', async t => {
  const names = packagingCode().map(path => basename(path))
  for (const name of ['bundle-function.ts', 'zip.ts', 'onnx-runtime-files.ts', 'build-zips.ts'])
    t.ok(names.includes(name))
  t.notOk(names.some(name => name.endsWith('.test.ts')))
})

t.test('code that is saved after the start of the process counts as changed', async t => {
  const file = join(t.testdir({ 'a.ts': '' }), 'a.ts')
  t.notOk(changedSince(Date.now() + 1000, [file]))
  // The clocks of file systems are coarser than those of processes.
  const before = Date.now() - 1000
  writeFileSync(file, 'changed')
  t.ok(changedSince(before, [file]))
})
