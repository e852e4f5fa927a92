import { readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { partialName } from './rivals.ts'
import { withStagedFile } from './staged-file.ts'
import { mount } from './working-set-fixture.ts'

const target = ['models', 'm']
const partial = partialName(target, 'content')

/** A working set in which a writer has left the beginning of a file. */
async function leftUnfinished(t: Test) {
  const { mountPath, workingSet } = mount(t)
  await withStagedFile(
    workingSet,
    async file => {
      await file.write(Buffer.from('beginning, and more'), 0)
      await file.leave(partial, 9)
    },
    target,
  )
  const staging = join(mountPath, '.staging')
  t.same(readdirSync(staging), [partial])
  return { workingSet, staging }
}

t.test('the next writer of the same content gets the beginning that an earlier one has left', async t => {
  const { workingSet, staging } = await leftUnfinished(t)
  const old = new Date(0)
  utimesSync(join(staging, partial), old, old)
  await withStagedFile(
    workingSet,
    async file => {
      const buffer = Buffer.alloc(20)
      t.equal(await file.size(), 9)
      t.equal(await file.read(buffer, 0), 9)
      t.equal(buffer.toString('latin1', 0, 9), 'beginning')
      const [name = ''] = readdirSync(staging)
      t.not(name, partial)
      t.ok(statSync(join(staging, name)).mtimeMs > Date.now() - 3_600_000, 'a sweep takes it for a new file')
    },
    target,
    partial,
  )
  t.same(readdirSync(staging), [])
})

t.test('of two writers one gets the beginning, and the other begins an empty file', async t => {
  const { workingSet, staging } = await leftUnfinished(t)
  const sizes = await Promise.all([1, 2].map(() => withStagedFile(workingSet, file => file.size(), target, partial)))
  t.same(sizes.sort(), [0, 9])
  t.same(readdirSync(staging), [])
})

t.test('without a beginning of the same content the file is empty', async t => {
  const { workingSet } = await leftUnfinished(t)
  const other = partialName(target, 'other content')
  t.equal(await withStagedFile(workingSet, file => file.size(), target, other), 0)
})
