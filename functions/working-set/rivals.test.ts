import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import { Superseded } from './rivals.ts'
import { withStagedFile } from './staged-file.ts'
import { mount } from './working-set-fixture.ts'
import { WorkingSet } from './working-set.ts'

const names = ['models', 'm']

// Writes this content, and calls `between` when only the rename is left.
const replace = (workingSet: WorkingSet, content: string, between = async () => {}, target = names) =>
  withStagedFile(
    workingSet,
    async file => {
      await file.append(Buffer.from(content))
      await file.seal()
      await between()
      await file.replace(target)
    },
    target,
  )

t.test('a writer whose rename comes after that of another of the same file is superseded', async t => {
  const { mountPath, workingSet } = mount(t)
  const late = replace(workingSet, 'old', () => replace(workingSet, 'new'))
  t.ok((await late.catch(error => error)) instanceof Superseded)
  await t.rejects(late, { code: 'EFS_UNAVAILABLE', message: /Another writer replaced models\/m/ })
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'new')
  t.same(readdirSync(join(mountPath, '.staging')), [])
})

t.test('writers of other files, and who creates a file, do not meet', async t => {
  const { mountPath, workingSet } = mount(t)
  await replace(workingSet, 'one', () => replace(workingSet, 'two', undefined, ['models', 'm2']))
  t.same(
    ['m', 'm2'].map(name => readFileSync(join(mountPath, 'models', name), 'utf8')),
    ['one', 'two'],
  )
  const created = withStagedFile(workingSet, async file => {
    await file.seal()
    await replace(workingSet, 'three')
    return file.create(['models', 'm3'])
  })
  t.equal(await created, true)
})

t.test('a file that can be made only after the deadline is removed', async t => {
  const { mountPath } = mount(t)
  let back = Promise.resolve()
  class Hanging extends WorkingSet {
    override call<T>(operation: () => Promise<T>, late?: (answer: T) => void): Promise<T> {
      return super.call(() => back.then(operation), late)
    }
  }
  const workingSet = new Hanging({ mountPath, deadlineMs: 200 })
  await replace(workingSet, 'one')
  let comeBack = () => {}
  back = new Promise(resolve => (comeBack = resolve))
  await t.rejects(replace(workingSet, 'two'), { code: 'EFS_UNAVAILABLE', message: /did not answer within 200 ms/ })
  comeBack()
  await eventually('the file is made, and removed', async () => {
    await workingSet.call(async () => undefined)
    return readdirSync(join(mountPath, '.staging')).length === 0
  })
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'one')
})
