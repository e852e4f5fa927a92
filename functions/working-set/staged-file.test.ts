import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { replaceFile, withStagedFile } from './staged-file.ts'
import { WorkingSet } from './working-set.ts'

const mount = (t: Test) => {
  const mountPath = join(t.testdir({ mnt: {} }), 'mnt')
  return { mountPath, workingSet: new WorkingSet({ mountPath }) }
}

t.test('the first write makes the folders of the working set, and no more', async t => {
  const { mountPath, workingSet } = mount(t)
  await replaceFile(workingSet, ['outputs', 'a.result'], 'done')
  t.same(readdirSync(mountPath).sort(), ['.origins', '.staging', 'inputs', 'models', 'outputs'])
  t.equal(readFileSync(join(mountPath, 'outputs/a.result'), 'utf8'), 'done')
})

t.test('a missing mount is never made', async t => {
  const { mountPath, workingSet } = mount(t)
  rmdirSync(mountPath)
  await t.rejects(replaceFile(workingSet, ['outputs', 'a.result'], 'done'), { code: 'EFS_UNAVAILABLE' })
  t.notOk(existsSync(mountPath))
})

t.test('a file has its name only once it is complete', async t => {
  const { mountPath, workingSet } = mount(t)
  await withStagedFile(workingSet, async file => {
    await file.append(Buffer.from('part'))
    t.notOk(existsSync(join(mountPath, 'models/a')))
    t.equal(readdirSync(join(mountPath, '.staging')).length, 1)
    await file.seal()
    await file.replace(['models', 'a'])
  })
  t.ok(existsSync(join(mountPath, 'models/a')))
  t.same(readdirSync(join(mountPath, '.staging')), [])
})

t.test('work that fails leaves no staging file', async t => {
  const { mountPath, workingSet } = mount(t)
  await t.rejects(
    withStagedFile(workingSet, async file => {
      await file.append(Buffer.from('part'))
      throw new Error('changed my mind')
    }),
    /changed my mind/,
  )
  t.same(readdirSync(join(mountPath, '.staging')), [])
})

t.test('a replaced file is another file: whoever has the old one open keeps it', async t => {
  const { mountPath, workingSet } = mount(t)
  await replaceFile(workingSet, ['outputs', 'a'], 'one')
  const before = statSync(join(mountPath, 'outputs/a')).ino
  await replaceFile(workingSet, ['outputs', 'a'], 'two')
  t.not(statSync(join(mountPath, 'outputs/a')).ino, before)
})

t.test('what dead writers left is swept, what may still be written is not', async t => {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, '.staging'))
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
  for (const minutes of [0, 14, 17, 5000]) {
    const path = join(mountPath, '.staging', `${minutes}`)
    writeFileSync(path, 'part')
    utimesSync(path, minutesAgo(minutes), minutesAgo(minutes))
  }
  await replaceFile(workingSet, ['outputs', 'a'], 'done')
  t.same(readdirSync(join(mountPath, '.staging')).sort(), ['0', '14'])
})
