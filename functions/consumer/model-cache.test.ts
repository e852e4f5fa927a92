import t from 'tap'
import { input, sha256, startConsumer } from './consumer-fixture.ts'
import type { Model } from './model.ts'
import { ModelCache } from './model-cache.ts'
import { addModel } from './models-fixture.ts'
import type { StoredModel } from './storage.ts'

const row = input(['x', 'FP32', [1, 2], [1, 2]])

t.test('a replaced model is loaded again, and its hash is that of the new file', async t => {
  const { store, predict } = await startConsumer(t)
  store('inputs/row', row)
  for (const weights of [
    [1, 1],
    [2, 2],
    [3, 3],
  ]) {
    const model = addModel(weights)
    store('models/add.onnx', model)
    for (let i = 0; i < 2; i++) {
      const { body } = await predict({ fileId: 'row', model: 'add' })
      t.same([body.modelSha256, body.outputs[0].data], [sha256(model), [1 + weights[0]!, 2 + weights[1]!]])
    }
  }
})

t.test('weights beside the model are found, and loaded again when they are replaced', async t => {
  const { store, predict } = await startConsumer(t)
  store('inputs/row', row)
  store('models/big.onnx', addModel([0, 0], 'big.onnx.data'))
  t.match(await predict({ fileId: 'row', model: 'big' }), { status: 422 }, 'the weights are still on their way')
  store('models/big.onnx.data', Buffer.from(Float32Array.from([5, 6]).buffer))
  t.match((await predict({ fileId: 'row', model: 'big' })).body.outputs, [{ data: [6, 8] }])
  store('models/big.onnx.data', Buffer.from(Float32Array.from([7, 8]).buffer))
  t.match((await predict({ fileId: 'row', model: 'big' })).body.outputs, [{ data: [8, 10] }])
})

t.test('weights are also found by the other name that exporters give them', async t => {
  const { store, predict } = await startConsumer(t)
  store('inputs/row', row)
  store('models/big.onnx', addModel([0, 0], 'big.onnx_data'))
  for (const [weights, data] of [
    [
      [5, 6],
      [6, 8],
    ],
    [
      [7, 8],
      [8, 10],
    ],
  ]) {
    store('models/big.onnx_data', Buffer.from(Float32Array.from(weights!).buffer))
    t.match((await predict({ fileId: 'row', model: 'big' })).body.outputs, [{ data }])
  }
})

const fileOf = (name: string, version = '1'): StoredModel => ({
  name,
  names: [name],
  version,
  copy: async () => undefined,
})

// A cache of models that only count, because nobody can see from outside whether a session was released. A model is
// current if the file has the version that the model was loaded from.
function countingCache(limit?: number, load = async (file: StoredModel) => file.version) {
  const loaded: string[] = []
  const released: string[] = []
  const versions = new Map<Model, string>()
  const loader = {
    load: async (file: StoredModel) => {
      const path = file.names.join('/')
      loaded.push(path)
      if (path === 'broken') throw new Error('broken')
      const model = { session: { release: async () => void released.push(path) } } as unknown as Model
      versions.set(model, await load(file))
      return model
    },
    roomMb: () => Infinity,
    isCurrent: async (model: Model, file: StoredModel) => versions.get(model) === file.version,
  }
  const cache = new ModelCache(loader, limit)
  const use = async (path: string, version = '1') => (await cache.borrow(fileOf(path, version))).release()
  return { cache, loaded, released, use }
}

t.test('each model is loaded once, and of three the least recently used is released', async t => {
  const { loaded, released, use } = countingCache(2)
  await Promise.all([use('a'), use('a')])
  await use('b')
  await use('a')
  await use('c')
  t.same(loaded, ['a', 'b', 'c'])
  t.same(released, ['b'])
  await use('b')
  t.same(released, ['b', 'a'])
})

t.test('two models stay loaded', async t => {
  const { loaded, released, use } = countingCache()
  for (const path of ['a', 'b', 'a', 'b']) await use(path)
  t.same(loaded, ['a', 'b'])
  t.same(released, [])
  await use('c')
  t.same(released, ['a'])
})

t.test('models are released, the least recently used first, until there is room for another', async t => {
  const used = new Map<string, number>()
  const loaded: string[] = []
  const released: string[] = []
  const sizes: Record<string, number> = { small: 10, middle: 30, large: 80, rest: 20, huge: 200 }
  const cache = new ModelCache(
    {
      roomMb: () => 100 - [...used.values()].reduce((sum, each) => sum + each, 0),
      load: async ({ name }, makeRoom) => {
        loaded.push(name)
        await makeRoom(sizes[name]!)
        used.set(name, sizes[name]!)
        const release = async () => (used.delete(name), void released.push(name))
        return { session: { release } } as unknown as Model
      },
      isCurrent: async () => true,
    },
    3,
  )
  const use = async (path: string) => (await cache.borrow(fileOf(path, '1'))).release()
  await use('small')
  await use('middle')
  await use('small')
  await use('large')
  t.same(released, ['middle'], 'the small one can stay')
  await use('middle')
  t.same(released, ['middle', 'small', 'large'])
  await use('large')
  await use('rest')
  t.same(released.splice(3), ['middle'], 'what is left is just enough')
  await use('huge')
  await use('huge')
  t.same(released.splice(3), ['large', 'rest'])
  t.same(loaded.slice(-2), ['rest', 'huge'], 'a model that finds no room does not make room for itself')
})

t.test('a model that was replaced during its load is cached under the version that was loaded', async t => {
  const { loaded, use } = countingCache(2, async () => '2')
  await use('a', '1')
  await use('a', '2')
  t.same(loaded, ['a'])
})

t.test('a request for a newer file during a load of the older one gets the newer one, loaded once', async t => {
  let finish = () => {}
  const first = new Promise<void>(resolve => (finish = resolve))
  const { loaded, released, use } = countingCache(2, async file => {
    if (file.version === '1') await first
    return file.version
  })
  const uses = [use('a', '1'), use('a', '2'), use('a', '2')]
  finish()
  await Promise.all(uses)
  t.same(loaded, ['a', 'a'])
  t.same(released, ['a'])
})

t.test('a request that finds out late that a model was replaced does not evict the newer one', async t => {
  const model = () => ({ session: { release: async () => {} } }) as unknown as Model
  let loads = 0
  let answerLate = (_current: boolean) => {}
  const answers = [Promise.resolve(false), new Promise<boolean>(resolve => (answerLate = resolve))]
  const cache = new ModelCache({
    load: async () => (loads++, model()),
    roomMb: () => Infinity,
    isCurrent: () => answers.shift() ?? Promise.resolve(true),
  })
  const use = async () => (await cache.borrow(fileOf('a', '1'))).release()
  await use()
  const [early, late] = [use(), use()]
  await early
  answerLate(false)
  await late
  t.equal(loads, 2)
})

t.test('a load that fails late does not evict the newer load that replaced it', async t => {
  let fail = (_error: Error) => {}
  const first = new Promise<never>((_, reject) => (fail = reject))
  const { loaded, use } = countingCache(1, file => (file.version === '1' ? first : Promise.resolve('2')))
  const failed = t.rejects(use('a', '1'), /too late/)
  await use('b', '2')
  await use('a', '2').catch(() => undefined)
  fail(new Error('too late'))
  await failed
  await use('a', '2')
  t.same(loaded, ['a', 'b', 'a'])
})

t.test('models whose paths have the same letters in other folders are different models', async t => {
  const { cache, loaded } = countingCache()
  for (const names of [['a', 'b'], ['ab'], ['a', 'b']]) {
    const { release } = await cache.borrow({ ...fileOf('ab', '1'), names })
    await release()
  }
  t.same(loaded, ['a/b', 'ab'])
})

t.test('a failed load fails every request that waits for it, and is not kept', async t => {
  let fail = (_error: Error) => {}
  const first = new Promise<never>((_, reject) => (fail = reject))
  const { loaded, use } = countingCache(2, file => (file.version === '1' ? first : Promise.resolve('2')))
  const failed = [t.rejects(use('a', '1'), /too late/), t.rejects(use('a', '1'), /too late/)]
  fail(new Error('too late'))
  await Promise.all(failed)
  await use('a', '2')
  t.same(loaded, ['a', 'a'])
})

t.test('a model in use is released only after its last user', async t => {
  const { cache, released, use } = countingCache(1)
  const first = await cache.borrow(fileOf('a', '1'))
  await use('a', '2')
  t.same(released, [])
  await first.release()
  t.same(released, ['a'])
})

t.test('a failed load is tried again at the next request', async t => {
  const { loaded, use } = countingCache(2)
  await t.rejects(use('broken'), /broken/)
  await t.rejects(use('broken'), /broken/)
  t.same(loaded, ['broken', 'broken'])
})
