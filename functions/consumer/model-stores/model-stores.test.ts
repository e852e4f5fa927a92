import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { sendError } from '../../bucket/bucket-server-fixture.ts'
import { partBytes } from '../../bucket/lanes.ts'
import { sha256 } from '../consumer-fixture.ts'
import { addModel, largeModel } from '../models-fixture.ts'
import type { ModelStore } from '../storage.ts'
import { ownFolders, row, startBucket, startConsumer } from './model-stores-fixture.ts'
import { modelStore } from './model-stores.ts'
import { ObjectMemoryModels } from './object-memory-models.ts'
import { ObjectModels } from './object-models.ts'

type Put = (key: string, content: Buffer) => void

function putBelow(folder: string): Put {
  return (key, content) => {
    mkdirSync(dirname(join(folder, key)), { recursive: true })
    writeFileSync(join(folder, key), content)
  }
}

// Each store by its name, and how a model comes into it.
const stores: Record<string, (t: Test, folders: ReturnType<typeof ownFolders>) => Promise<[ModelStore, Put]>> = {
  'shared-file-system': async (_t, folders) => [
    modelStore('shared-file-system', { ...folders, memoryMb: 0 }),
    putBelow(folders.mountPath),
  ],
  object: async t => {
    const { server, bucket } = await startBucket(t)
    return [new ObjectModels(1769, bucket), (key, content) => void server.objects.set(key, content)]
  },
  'object-memory': async t => {
    const { server, bucket } = await startBucket(t)
    return [new ObjectMemoryModels(1769, bucket), (key, content) => void server.objects.set(key, content)]
  },
  package: async (_t, folders) => [modelStore('package', { ...folders, memoryMb: 0 }), putBelow(folders.packageFolder)],
}

for (const [name, start] of Object.entries(stores)) {
  t.test(`a Consumer predicts with models from the store ${name}, and leaves nothing but the result`, async t => {
    const folders = ownFolders(t)
    const [models, put] = await start(t, folders)
    const predict = await startConsumer(t, models, folders)
    t.match(await predict('add'), { status: 404, body: { error: 'MODEL_NOT_FOUND', model: 'add' } })
    const model = addModel([3, 4])
    put('models/add.onnx', model)
    const efsPath = join(folders.results, 'row.result')
    const answer = { modelSha256: sha256(model), inputSha256: sha256(row), outputs: [{ data: [4, 6] }], efsPath }
    t.match(await predict('add'), { status: 200, body: answer })
    t.match(await predict('add.onnx'), { status: 200, body: answer })
    t.match(await predict('add', 'none'), { status: 404, body: { error: 'NOT_FOUND', fileId: 'none' } })

    const weighty = addModel([0, 0], 'weights.bin')
    put('models/sub/add.onnx', weighty)
    put('models/sub/weights.bin', Buffer.from(Float32Array.of(5, 6).buffer))
    const other =
      'models/sub/add has weights in another file, weights.bin. To be loaded from memory, a model must be one file.'
    t.match(
      await predict('sub/add'),
      name === 'object-memory'
        ? { status: 422, body: { error: 'INVALID_MODEL', message: other } }
        : { status: 200, body: { outputs: [{ data: [6, 8] }] } },
    )

    const large = Buffer.concat([...largeModel(10)])
    put('models/large.onnx', large)
    t.match(await predict('large', 'large'), { status: 200, body: { modelSha256: sha256(large) } })
    t.same(readdirSync(tmpdir()), [], 'no copies are left')
  })
}

for (const Models of [ObjectModels, ObjectMemoryModels]) {
  t.test(
    `${Models.name}: a model that is replaced in S3 is used at the next request, and one that is the same is not fetched again`,
    async t => {
      const folders = ownFolders(t)
      const { server, bucket } = await startBucket(t)
      const predict = await startConsumer(t, new Models(1769, bucket), folders)
      for (const [weights, sum] of [
        [
          [3, 4],
          [4, 6],
        ],
        [
          [5, 6],
          [6, 8],
        ],
      ] as const) {
        const model = addModel([...weights])
        server.objects.set('models/add.onnx', model)
        server.bytesSent = 0
        for (let again = 0; again < 2; again++) t.match(await predict('add'), { body: { outputs: [{ data: sum }] } })
        // Each model once; HEAD sends nothing but the count of this server includes its answer.
        const gets = server.requests.splice(0).filter(request => request.startsWith('GET'))
        t.equal(gets.length, 1)
      }
    },
  )

  t.test(
    `${Models.name}: a model is fetched by ranges at the same time, of which one that breaks off is asked for again`,
    async t => {
      const folders = ownFolders(t)
      const { server, bucket } = await startBucket(t)
      const large = Buffer.concat([...largeModel(20)])
      server.objects.set('models/large.onnx', large)
      const ranges: string[] = []
      const waiting: (() => void)[] = []
      let broken = false
      server.intercept = async (request, response) => {
        const { range } = request.headers
        if (request.method !== 'GET') return false
        ranges.push(String(range))
        // No range is answered before all have been requested.
        if (ranges.length < Math.ceil(large.length / partBytes))
          await new Promise<void>(resolve => waiting.push(resolve))
        else for (const go of waiting) go()
        if (range?.startsWith('bytes=0-') && !broken) {
          broken = true
          sendError(response, 503, 'SlowDown')
          return true
        }
        return false
      }
      const predict = await startConsumer(t, new Models(1769, bucket), folders)
      t.match(await predict('large', 'large'), { status: 200, body: { modelSha256: sha256(large) } })
      t.equal(new Set(ranges).size, Math.ceil(large.length / partBytes))
      t.equal(ranges.length, new Set(ranges).size + 1)
    },
  )

  t.test(`${Models.name}: a model that S3 replaces while it is fetched is fetched anew`, async t => {
    const folders = ownFolders(t)
    const { server, bucket } = await startBucket(t)
    const [first, second] = [addModel([3, 4]), addModel([5, 6])]
    server.objects.set('models/add.onnx', first)
    let replaced = false
    server.intercept = request => {
      if (request.method === 'GET' && !replaced) {
        replaced = true
        server.objects.set('models/add.onnx', second)
      }
      return false
    }
    const predict = await startConsumer(t, new Models(1769, bucket), folders)
    t.match(await predict('add'), { status: 200, body: { modelSha256: sha256(second), outputs: [{ data: [6, 8] }] } })
  })
}

t.test('the stores in S3 have the models of the bucket that the environment names', async t => {
  const { server } = await startBucket(t)
  server.objects.set('models/add.onnx', addModel([3, 4]))
  t.intercept(process, 'env', {
    value: {
      ...process.env,
      AWS_ENDPOINT_URL_S3: server.endpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      BUCKET_NAME: server.name,
    },
  })
  const places = { mountPath: '/none', packageFolder: '/none', memoryMb: 1769 }
  t.match(await modelStore('object', places).openModel('add'), { name: 'add', copy: Function })
  t.match(await modelStore('object-memory', places).openModel('add'), { name: 'add', send: Function })
})

t.test('an unknown store is an error that lists those there are', t => {
  const places = { mountPath: '/none', packageFolder: '/none', memoryMb: 0 }
  const message = 'MODEL_STORE is "toString"; it must be one of shared-file-system, object, object-memory, package.'
  t.throws(() => modelStore('toString', places), { message })
  t.end()
})
