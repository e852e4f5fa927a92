import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findFile } from '../../working-set/file-version.ts'
import { mount } from '../../working-set/working-set-fixture.ts'
import { areUnchanged, findModelFile, type FoundFile } from './model-file.ts'

t.test('a model is found by its name with and without .onnx, the exact name first', async t => {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'models/folder.onnx'), { recursive: true })
  const names = async (name: string) => (await findModelFile(workingSet, name)).names.join('/')
  writeFileSync(join(mountPath, 'models/m.onnx'), 'model')
  t.equal(await names('m'), 'models/m.onnx')
  t.equal(await names('m.onnx'), 'models/m.onnx')
  writeFileSync(join(mountPath, 'models/m'), 'model')
  t.equal(await names('m'), 'models/m')
  await t.rejects(names('folder'), { code: 'MODEL_NOT_FOUND', details: { model: 'folder' } })
})

t.test('files count as unchanged until one appears, disappears, or differs in inode, size or time', async t => {
  const { mountPath, workingSet } = mount(t)
  const path = join(mountPath, 'weights')
  const found = async (): Promise<FoundFile[]> => {
    const version = await findFile(workingSet, ['weights'])
    return [{ names: ['weights'], version: typeof version === 'object' ? version : undefined }]
  }
  const none = await found()
  t.equal(await areUnchanged(workingSet, none), true)
  writeFileSync(path, 'one')
  t.equal(await areUnchanged(workingSet, none), false)
  const one = await found()
  t.equal(await areUnchanged(workingSet, one), true)
  utimesSync(path, 1, 1) // like a new file with a reused inode number
  t.equal(await areUnchanged(workingSet, one), false)
  t.equal(await areUnchanged(workingSet, [...(await found()), ...one]), false, 'one of two')
  rmSync(path)
  t.equal(await areUnchanged(workingSet, one), false)
  mkdirSync(path)
  t.equal(await areUnchanged(workingSet, none), true, 'a folder is no file')
  t.equal(await areUnchanged(workingSet, []), true)
})
