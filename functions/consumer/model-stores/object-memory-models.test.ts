import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sendError } from '../../bucket/bucket-server-fixture.ts'
import { partBytes } from '../../bucket/lanes.ts'
import { eventually } from '../../../tools/testing/eventually.ts'
import { sha256, startInference } from '../consumer-fixture.ts'
import { largeModel } from '../models-fixture.ts'
import { ownFolders, startBucket, startConsumer } from './model-stores-fixture.ts'
import { ObjectMemoryModels } from './object-memory-models.ts'

const second = `bytes=${partBytes}-`

t.test('a model that is loaded from memory never is on the local disk', async t => {
  const folders = ownFolders(t)
  const { server, bucket } = await startBucket(t)
  const large = Buffer.concat([...largeModel(10)])
  server.objects.set('models/large.onnx', large)
  // A path that is no folder: whoever copies a model there fails.
  writeFileSync((process.env.TMPDIR = join(folders.results, '..', 'none')), '')
  const predict = await startConsumer(t, new ObjectMemoryModels(1769, bucket), folders)
  t.match(await predict('large', 'large'), { status: 200, body: { modelSha256: sha256(large) } })
})

t.test('a model whose download ends half-way is an error, and the next request loads it', async t => {
  const folders = ownFolders(t)
  const { server, bucket } = await startBucket(t)
  const large = Buffer.concat([...largeModel(10)])
  server.objects.set('models/large.onnx', large)
  server.intercept = async (request, response) => {
    if (!request.headers.range?.startsWith(second)) return false
    sendError(response, 403, 'AccessDenied')
    return true
  }
  const predict = await startConsumer(t, new ObjectMemoryModels(1769, bucket), folders)
  t.match(await predict('large', 'large'), { status: 502, body: { error: 'S3_UNAVAILABLE' } })
  server.intercept = () => false
  t.match(await predict('large', 'large'), { status: 200, body: { modelSha256: sha256(large) } })
})

t.test('a model that is larger than any in one file is refused before a byte of it is fetched', async t => {
  const { server, bucket } = await startBucket(t)
  let bytes = 2 ** 31
  server.intercept = (_request, response) => {
    response.writeHead(200, { etag: '"e"', 'content-length': bytes }).end()
    return true
  }
  await t.rejects(new ObjectMemoryModels(10_240, bucket).openModel('m'), {
    code: 'INVALID_MODEL',
    message: 'models/m has 2147483648 bytes. An ONNX model in one file has at most 2147483647.',
  })
  bytes--
  t.match(await new ObjectMemoryModels(10_240, bucket).openModel('m'), { bytes: 2 ** 31 - 1 })
})

t.test('a process that ends while it receives a model is replaced, and the model is sent to the next one', async t => {
  const folders = ownFolders(t)
  const { server, bucket } = await startBucket(t)
  const large = Buffer.concat([...largeModel(10)])
  server.objects.set('models/large.onnx', large)
  const inference = await startInference(t, 1769)
  await eventually('the process is ready', () => inference.stage === 'idle')
  let ended = 0
  server.intercept = async request => {
    if (request.headers.range?.startsWith(second) && ended === 0) process.kill((ended = inference.pid), 'SIGKILL')
    return false
  }
  const predict = await startConsumer(t, new ObjectMemoryModels(1769, bucket), folders, inference)
  t.match(await predict('large', 'large'), { status: 200, body: { modelSha256: sha256(large) } })
  t.not(inference.pid, ended)
})

t.test(
  'a model for which the memory is too small with its bytes beside it is refused before it is fetched',
  async t => {
    const folders = ownFolders(t)
    const { server, bucket } = await startBucket(t)
    server.intercept = (request, response) => {
      if (request.method !== 'HEAD') return false
      response.writeHead(200, { etag: '"e"', 'content-length': 700 * 1024 ** 2 }).end()
      return true
    }
    const predict = await startConsumer(t, new ObjectMemoryModels(1769, bucket), folders, await startInference(t, 1769))
    const body = { error: 'TOO_LARGE', message: /needs? about 1807 MB of memory; it has 1769 MB/ }
    t.match(await predict('m'), { status: 413, body })
    t.notOk(server.requests.some(request => request.startsWith('GET')))
  },
)
