import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { replaceFile } from './replace-file.ts'
import { mount } from './working-set-fixture.ts'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

// Makes a file or folder as a writer left it this many minutes ago.
function leave(path: string, minutes: number, kind: 'file' | 'folder' = 'file') {
  if (kind === 'file') writeFileSync(path, 'part')
  else mkdirSync(path)
  utimesSync(path, minutesAgo(minutes), minutesAgo(minutes))
}

t.test('files of dead writers are swept, and files that may still be in use are not', async t => {
  const { mountPath, workingSet } = mount(t)
  const staging = join(mountPath, '.staging')
  mkdirSync(staging)
  for (const minutes of [0, 14, 15.5, 17, 5000]) leave(join(staging, `${minutes}`), minutes)
  leave(join(staging, 'folder'), 5000, 'folder')
  await replaceFile(workingSet, ['outputs', 'a'], 'done')
  t.same(readdirSync(staging).sort(), ['0', '14', '15.5', 'folder'])
})

t.test('one environment sweeps at its first write, and not again at the next', async t => {
  const { mountPath, workingSet } = mount(t)
  await replaceFile(workingSet, ['outputs', 'a'], 'done')
  const left = join(mountPath, '.staging/left')
  leave(left, 5000)
  await replaceFile(workingSet, ['outputs', 'a'], 'done')
  t.ok(existsSync(left))
})

t.test('files that are gone when their turn comes do not end the sweep', async t => {
  const { mountPath, workingSet } = mount(t)
  const staging = join(mountPath, '.staging')
  mkdirSync(staging)
  // A link to nothing is listed and cannot be looked up. The order of a listing is not known, so there are several.
  const gone = Array.from({ length: 8 }, (_, index) => `${index}-gone`)
  for (const [index, name] of gone.entries()) {
    symlinkSync('nothing', join(staging, name))
    leave(join(staging, `${index}-left`), 5000)
  }
  await replaceFile(workingSet, ['outputs', 'a'], 'done')
  t.same(readdirSync(staging).sort(), gone)
})
