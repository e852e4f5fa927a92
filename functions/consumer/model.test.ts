import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { mount, openBelow } from '../working-set/working-set-fixture.ts'
import { captureReleases, sha256 } from './consumer-fixture.ts'
import { loadModel } from './model.ts'
import { findModelFile } from './model-file.ts'
import { addModel } from './onnx-model.ts'
import { sessionOptions } from './session-options.ts'

const models = [1, 2, 3, 4, 5, 6, 7, 8].map(weight => addModel([weight, weight]))

// Loads the first model, and puts the next one in its place while ONNX Runtime loads, as often as is said.
async function loadWhileReplaced(t: Test, times: number) {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'models'))
  const path = join(mountPath, 'models/m.onnx')
  let stored = -1
  const store = () => {
    stored += 1
    writeFileSync(`${path}.new`, models[stored]!)
    renameSync(`${path}.new`, path)
  }
  store()
  let replaced = false
  // The runtime asks for the providers when a load begins, and for the rest after that, more than once.
  const options = {
    ...sessionOptions(0),
    get executionProviders() {
      replaced = false
      return ['cpu']
    },
    get graphOptimizationLevel() {
      if (!replaced && stored < times) store()
      replaced = true
      return 'all' as const
    },
  }
  const wanted = await findModelFile(workingSet, 'm')
  return { mountPath, wanted, loaded: () => loadModel(workingSet, wanted, options), stored: () => stored }
}

t.test('a model is loaded with the hash of its bytes, and its file is closed', async t => {
  const { mountPath, wanted, loaded } = await loadWhileReplaced(t, 0)
  const model = await loaded()
  t.match(model, { sha256: sha256(models[0]!), stamp: wanted.stamp })
  t.same(openBelow(mountPath) ?? [], [])
  await model.session.release()
})

t.test('a model that is replaced while it is loaded is loaded again, with the hash of the new bytes', async t => {
  for (const times of [1, 2]) {
    const released = captureReleases(t)
    const { mountPath, wanted, loaded, stored } = await loadWhileReplaced(t, times)
    const model = await loaded()
    t.equal(stored(), times)
    t.equal(model.sha256, sha256(models[times]!))
    t.equal(released().length, times, 'what was loaded before is released')
    released.restore()
    t.not(model.stamp, wanted.stamp)
    t.same(openBelow(mountPath) ?? [], [])
    await model.session.release()
  }
})

t.test('a model that is gone when it is to be loaded is told as missing', async t => {
  const { mountPath, loaded } = await loadWhileReplaced(t, 0)
  rmSync(join(mountPath, 'models/m.onnx'))
  await t.rejects(loaded(), { code: 'MODEL_NOT_FOUND', details: { model: 'm' } })
})

t.test('a model whose file gets its other name before it can be loaded is loaded by that name', async t => {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'models'))
  const path = join(mountPath, 'models/m')
  writeFileSync(`${path}.onnx`, models[0]!)
  let renamed = false
  const options = {
    ...sessionOptions(0),
    get executionProviders() {
      if (!renamed) renameSync(`${path}.onnx`, path)
      renamed = true
      return ['cpu']
    },
  }
  const model = await loadModel(workingSet, await findModelFile(workingSet, 'm'), options)
  t.equal(model.sha256, sha256(models[0]!))
  t.same(openBelow(mountPath) ?? [], [])
  await model.session.release()
})

t.test('a model that is replaced during each of three loads is EFS_UNAVAILABLE', async t => {
  const { mountPath, loaded } = await loadWhileReplaced(t, 3)
  await t.rejects(loaded(), { code: 'EFS_UNAVAILABLE', message: /m was replaced during each of 3 loads/ })
  t.same(openBelow(mountPath) ?? [], [])
})
