import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import onnxProto from 'onnx-proto'
import t, { type Test } from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import { WorkingSet } from '../working-set/working-set.ts'
import { openBelow } from '../working-set/working-set-fixture.ts'
import { sha256, startInference } from './consumer-fixture.ts'
import { isCurrent, loadModel } from './model.ts'
import { addModel } from './models-fixture.ts'
import { sessionOptions } from './session-options.ts'
import { SharedFileSystem } from './shared-file-system/shared-file-system.ts'

const floats = (...weights: number[]) => Buffer.from(Float32Array.from(weights).buffer)
const copies = () => readdirSync(tmpdir())

// A mount with files below models/, on which `others` act whenever a path is looked up.
async function mounted(t: Test) {
  const inference = await startInference(t)
  const folder = t.testdir({ mnt: { models: {} }, tmp: {} })
  const mountPath = join(folder, 'mnt')
  process.env.TMPDIR = join(folder, 'tmp') // hides the copies of other processes
  const others = { asked: (_path: string) => {} }
  class Shared extends WorkingSet {
    override path(...names: readonly string[]): string {
      others.asked(names.join('/'))
      return super.path(...names)
    }
  }
  const storage = new SharedFileSystem(new Shared({ mountPath }))
  const find = (name: string) => storage.forRequest().openModel(name)
  const store = (name: string, content: Buffer) => {
    const path = join(mountPath, 'models', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.new`, content)
    renameSync(`${path}.new`, path)
  }
  const load = async (name: string) => {
    const model = await loadModel(storage, inference, await find(name), sessionOptions(0))
    t.teardown(() => model.session.release())
    return model
  }
  return { mountPath, storage, find, inference, others, store, load }
}

t.test('a loaded model has the hash of its bytes, and leaves neither an open file nor a copy', async t => {
  const { mountPath, store, load } = await mounted(t)
  store('m.onnx', addModel([1, 2]))
  t.equal((await load('m')).sha256, sha256(addModel([1, 2])))
  for (const folder of [mountPath, tmpdir()])
    await eventually('every file is closed', () => (openBelow(folder) ?? []).length === 0)
  t.same(copies(), [])
})

t.test('a model that cannot be loaded leaves no copy, and its error names the model as the request did', async t => {
  const { store, load } = await mounted(t)
  store('folder/m.onnx', Buffer.from('no model'))
  await t.rejects(load('folder/m'), { code: 'INVALID_MODEL', message: /^models\/folder\/m is .*: .*models\/folder\/m/ })
  await t.rejects(load('folder/m'), { message: new RegExp(`^((?!${tmpdir()}).)*$`) })
  t.same(copies(), [])
})

t.test(
  'the hash of a model with weights in other files is the hash of what sha256sum prints for all of them',
  async t => {
    const { store, load } = await mounted(t)
    for (const folder of ['', 'a/b/']) {
      for (const name of ['weights.bin', 'parts/0/w', './dotted.bin', 'parts//1/./w']) {
        const [model, weights] = [addModel([0, 0], name), floats(3, 4)]
        store(`${folder}m.onnx`, model)
        store(`${folder}${name}`, weights)
        const printed = `${sha256(model)}  m.onnx\n${sha256(weights)}  ${posix.normalize(name)}\n`
        t.equal((await load(`${folder}m`)).sha256, sha256(printed), `${folder}${name}`)
      }
    }
  },
)

t.test('the hashes of several files are taken in the order of the files’ names', async t => {
  const { store, load } = await mounted(t)
  const externalData = [{ key: 'location', value: 'a.bin' }]
  const initializer = [{ name: 'v', dims: [2], dataType: 1, dataLocation: 1, externalData }]
  // Two encodings one after the other are one model with both initializers, that of z.bin first.
  const more = onnxProto.onnx.ModelProto.encode({ graph: { initializer } } as never).finish()
  const model = Buffer.concat([addModel([0, 0], 'z.bin'), more])
  const [a, z] = [floats(1, 2), floats(3, 4)]
  store('m.onnx', model)
  store('a.bin', a)
  store('z.bin', z)
  const printed = `${sha256(model)}  m.onnx\n${sha256(a)}  a.bin\n${sha256(z)}  z.bin\n`
  t.equal((await load('m')).sha256, sha256(printed))
})

t.test('a file of several blocks is copied whole', async t => {
  const { store, load } = await mounted(t)
  const weights = Buffer.concat([1, 2, 3].map(i => Buffer.alloc(4 * 1024 ** 2 - i, i)))
  const model = addModel([0, 0], 'weights.bin')
  store('m.onnx', model)
  store('weights.bin', weights)
  t.equal((await load('m')).sha256, sha256(`${sha256(model)}  m.onnx\n${sha256(weights)}  weights.bin\n`))
})

t.test('a model in one file is loaded as it was read, even if it is replaced at every lookup', async t => {
  const { others, store, load } = await mounted(t)
  let replaced = 0
  others.asked = path => {
    if (path === 'models/m.onnx') store('m.onnx', addModel([0, ++replaced]))
  }
  t.equal((await load('m')).sha256, sha256(addModel([0, replaced])))
  t.equal(replaced, 2, 'to be found, and to be read')
})

t.test('the copy of a model lies in one folder, whose name says that it is a copy of a model', async t => {
  const { others, store, load } = await mounted(t)
  store('m.onnx', addModel([0, 0], 'weights.bin'))
  store('weights.bin', floats(3, 4))
  const seen = new Set<string>()
  others.asked = () => copies().forEach(name => seen.add(name))
  await load('m')
  t.equal(seen.size, 1)
  t.match([...seen][0], /^model-/)
})

t.test('a model is current until its file, or a file with its weights, is replaced or removed', async t => {
  const { mountPath, find, store, load } = await mounted(t)
  const current = async (model: Awaited<ReturnType<typeof load>>) => isCurrent(model, await find('m'))
  store('m.onnx', addModel([0, 0], 'weights.bin'))
  store('weights.bin', floats(3, 4))
  const first = await load('m')
  t.equal(await current(first), true)
  store('weights.bin', floats(3, 4))
  t.equal(await current(first), false, 'replaced, though with the same bytes')
  const second = await load('m')
  t.equal(await current(second), true)
  store('m.onnx', addModel([0, 0], 'weights.bin'))
  t.equal(await current(second), false)
  const third = await load('m')
  rmSync(join(mountPath, 'models/weights.bin'))
  t.equal(await current(third), false)
})

t.test('weights that are replaced during a load are loaded again with their model', async t => {
  const { others, store, load } = await mounted(t)
  for (const times of [1, 2]) {
    store('m.onnx', addModel([0, 0], 'weights.bin'))
    store('weights.bin', floats(0, 0))
    let [looks, replaced] = [0, 0]
    // The file is looked up to be read, and again when everything has been read. It is replaced before the second
    // lookup.
    others.asked = path => {
      if (path !== 'models/weights.bin' || ++looks % 2 || replaced === times) return
      store('weights.bin', floats(++replaced, replaced))
    }
    const { sha256: hash } = await load('m')
    others.asked = () => {}
    const weights = floats(times, times)
    t.equal(hash, sha256(`${sha256(addModel([0, 0], 'weights.bin'))}  m.onnx\n${sha256(weights)}  weights.bin\n`))
  }
})

t.test('weights that are replaced during each of three loads are EFS_UNAVAILABLE', async t => {
  const { mountPath, others, store, load } = await mounted(t)
  store('m.onnx', addModel([0, 0], 'weights.bin'))
  store('weights.bin', floats(0, 0))
  others.asked = path => path === 'models/weights.bin' && store('weights.bin', floats(1, 1))
  await t.rejects(load('m'), { code: 'EFS_UNAVAILABLE', message: /m was replaced during each of 3 loads/ })
  await eventually('every file is closed', () => (openBelow(mountPath) ?? []).length === 0)
})

t.test('a model that disappears before it is read is reported as missing, or read by its other name', async t => {
  const { mountPath, storage, find, inference, store } = await mounted(t)
  store('m.onnx', addModel([1, 2]))
  const file = await find('m')
  renameSync(join(mountPath, 'models/m.onnx'), join(mountPath, 'models/m'))
  const { session, sha256: hash } = await loadModel(storage, inference, file, sessionOptions(0))
  await session.release()
  t.equal(hash, sha256(addModel([1, 2])))
  rmSync(join(mountPath, 'models/m'))
  const missing = { code: 'MODEL_NOT_FOUND', details: { model: 'm' } }
  await t.rejects(loadModel(storage, inference, file, sessionOptions(0)), missing)
})

t.test('a folder in the place of weights is INVALID_MODEL', async t => {
  const { store, load } = await mounted(t)
  store('m.onnx', addModel([0, 0], 'weights'))
  store('weights/file', floats(3, 4))
  await t.rejects(load('m'), { code: 'INVALID_MODEL' })
})

t.test('weights outside the folder of the model are not read', async t => {
  const { mountPath, store, load, others } = await mounted(t)
  const asked: string[] = []
  others.asked = path => asked.push(path)
  for (const location of ['../secret', '/etc/hostname', 'a/../../secret', 'none\0', 'x'.repeat(300)]) {
    store('m.onnx', addModel([0, 0], location))
    await t.rejects(load('m'), { code: 'INVALID_MODEL' }, location)
  }
  t.same([...new Set(asked)].sort(), ['', 'models', 'models/m', 'models/m.onnx'])
  t.ok(existsSync(mountPath))
})

t.test('a model that names itself for its weights is read once', async t => {
  const { others, store, load } = await mounted(t)
  let asked = 0
  others.asked = path => path === 'models/m.onnx' && asked++
  const model = addModel([0, 0], 'm.onnx')
  store('m.onnx', model)
  t.equal((await load('m')).sha256, sha256(model))
  t.equal(asked, 2, 'to find it, and to read it')
})
