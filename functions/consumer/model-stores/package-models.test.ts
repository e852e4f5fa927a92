import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openBelow } from '../../working-set/working-set-fixture.ts'
import { sha256 } from '../consumer-fixture.ts'
import { addModel } from '../models-fixture.ts'
import type { CopiedModel } from '../storage.ts'
import { PackageModels } from './package-models.ts'

const unlimited = async () => undefined

/** A model of a package is one of those that are copied. */
async function open(models: PackageModels, name: string): Promise<CopiedModel> {
  return (await models.openModel(name)) as CopiedModel
}

function packaged(t: Test) {
  const folder = t.testdir({ package: { models: {} }, copy: {} })
  const models = new PackageModels(join(folder, 'package'))
  return { models, folder: join(folder, 'package'), copyFolder: join(folder, 'copy') }
}

t.test('a model is copied whole, and stays the same', async t => {
  const { models, folder, copyFolder } = packaged(t)
  const content = addModel([3, 4])
  writeFileSync(join(folder, 'models/add.onnx'), content)
  for (const name of ['add', 'add.onnx']) {
    const stored = await open(models, name)
    t.match(stored, { name, names: ['models', 'add.onnx'], version: 'packaged' })
    const copy = (await stored.copy(copyFolder, unlimited))!
    t.match(copy, { version: 'packaged', bytes: content.length, sha256: sha256(content) })
    t.ok(readFileSync(copy.path).equals(content))
    t.equal(await copy.hasSameWeights(), true)
  }
  for (const below of [folder, copyFolder]) t.same(openBelow(below) ?? [], [], 'no file stays open')
})

t.test('the size of the whole model so far is checked before each file is copied', async t => {
  const { models, folder, copyFolder } = packaged(t)
  const content = addModel([0, 0], 'weights.bin')
  writeFileSync(join(folder, 'models/add.onnx'), content)
  writeFileSync(join(folder, 'models/weights.bin'), Buffer.alloc(8))
  const checked: unknown[] = []
  await (await open(models, 'add')).copy(copyFolder, (...sizes) => void checked.push(sizes))
  t.same(checked, [
    [content.length, content.length, ['models', 'add.onnx']],
    [content.length + 8, 8, ['models', 'weights.bin']],
  ])
})

t.test('a file of weights that the package lacks is left out of the copy', async t => {
  const { models, folder, copyFolder } = packaged(t)
  const content = addModel([0, 0], 'weights.bin')
  writeFileSync(join(folder, 'models/add.onnx'), content)
  const copy = (await (await open(models, 'add')).copy(copyFolder, unlimited))!
  t.equal(copy.bytes, content.length)
  t.same(readdirSync(copyFolder), ['add.onnx'])
})

t.test('a name that no file has is a model that the package lacks, and other errors stay what they are', async t => {
  const { models, folder } = packaged(t)
  mkdirSync(join(folder, 'models/folder'))
  writeFileSync(join(folder, 'models/file'), '')
  for (const name of ['none', 'file/below', 'folder', 'x'.repeat(250)]) {
    const message = `There is no model ${name} in the function's package. Deploy a package that has models/${name}.`
    await t.rejects(models.openModel(name), { code: 'MODEL_NOT_FOUND', message, details: { model: name } }, name)
  }
  symlinkSync('loop', join(folder, 'models/loop'))
  await t.rejects(models.openModel('loop'), { code: 'ELOOP' })
})
