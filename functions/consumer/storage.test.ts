import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { Failure } from '../failure/failure.ts'
import { createLogger } from '../log/logger.ts'
import { input, sha256, startInference } from './consumer-fixture.ts'
import { createHandler } from './handler.ts'
import { addModel } from './models-fixture.ts'
import { sessionOptions } from './session-options.ts'
import type { Storage } from './storage.ts'

/** A storage that has everything in memory, by the keys of the bucket. */
function memoryStorage(objects: Map<string, Buffer>): Storage {
  const get = (key: string, code: 'NOT_FOUND' | 'MODEL_NOT_FOUND') => {
    const object = objects.get(key)
    if (!object) throw new Failure(code, `There is no ${key} in memory.`)
    return object
  }
  return {
    forRequest: () => ({
      async readInput(fileId) {
        const bytes = get(`inputs/${fileId}`, 'NOT_FOUND')
        return { bytes, sha256: sha256(bytes) }
      },
      async openModel(name) {
        const names = ['models', `${name}.onnx`]
        const model = get(names.join('/'), 'MODEL_NOT_FOUND')
        const version = sha256(model)
        return {
          name,
          names,
          version,
          async copy(folder, checkSize) {
            await checkSize(model.length, model.length, names)
            const path = join(folder, 'model.onnx')
            await writeFile(path, model)
            return { path, version, bytes: model.length, sha256: version, hasSameWeights: async () => true }
          },
        }
      },
      async writeResult(fileId, content) {
        objects.set(`outputs/${fileId}`, Buffer.concat(await content))
        return `memory:outputs/${fileId}`
      },
    }),
  }
}

t.test('a Consumer predicts with any storage that reads inputs, opens models and writes results', async t => {
  const objects = new Map<string, Buffer>([['inputs/row', Buffer.from(input(['x', 'FP32', [1, 2], [1, 2]]))]])
  const handler = createHandler({
    openBucket: () => Promise.reject(new Error('No result is archived.')),
    storage: memoryStorage(objects),
    inference: await startInference(t),
    logger: createLogger({ write: () => {} }),
    sessionOptions: sessionOptions(0),
  })
  const predict = async () => {
    const body = JSON.stringify({ fileId: 'row', model: 'add' })
    const event = { resource: '/predict', path: '/predict', httpMethod: 'POST', isBase64Encoded: false, body }
    const result = await handler(event, { awsRequestId: 'request-1' } as never)
    return { status: result.statusCode, body: JSON.parse(result.body) }
  }

  t.match(await predict(), { status: 404, body: { error: 'MODEL_NOT_FOUND' } })
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
    objects.set('models/add.onnx', model)
    t.match(await predict(), {
      status: 200,
      body: { efsPath: 'memory:outputs/row', modelSha256: sha256(model), outputs: [{ data: sum }] },
    })
    t.match(JSON.parse(String(objects.get('outputs/row'))), { model_name: 'add', outputs: [{ data: sum }] })
  }
})
