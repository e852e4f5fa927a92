import { readdirSync, readFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { sendError } from '../../bucket/bucket-server-fixture.ts'
import { fileHandlePrototype, openBelow } from '../../working-set/working-set-fixture.ts'
import { sha256 } from '../consumer-fixture.ts'
import { addModel, largeModel } from '../models-fixture.ts'
import type { CopiedModel } from '../storage.ts'
import { startBucket } from './model-stores-fixture.ts'
import { ObjectModels } from './object-models.ts'

const unlimited = async () => undefined
const whole = addModel([3, 4])
const apart = addModel([0, 0], 'weights.bin')
const floats = (...weights: number[]) => Buffer.from(Float32Array.from(weights).buffer)

/** A bucket with the model `add`, and a folder for its copy. */
async function stored(t: Test, model: Buffer, weights?: Buffer) {
  const folder = t.testdir({})
  const { server, bucket } = await startBucket(t)
  server.objects.set('models/add.onnx', model)
  if (weights) server.objects.set('models/weights.bin', weights)
  const models = new ObjectModels(1769, bucket)
  const open = async (name = 'add') => (await models.openModel(name)) as CopiedModel
  return { server, folder, open }
}

t.test('a model in one file takes a request to find it, and one for its bytes', async t => {
  const { server, folder, open } = await stored(t, whole)
  const copy = (await (await open('add.onnx')).copy(folder, unlimited))!
  t.match(copy, { bytes: whole.length, sha256: sha256(whole) })
  t.ok(readFileSync(copy.path).equals(whole))
  t.equal(await copy.hasSameWeights(), true)
  t.same(server.requests, ['HEAD models/add.onnx', 'GET models/add.onnx'])
  t.same(openBelow(folder) ?? [], [], 'no file stays open')
})

t.test('a model that the bucket lacks is reported with its place, and another error of S3 as it is', async t => {
  const { server, open } = await stored(t, whole)
  const message = 'There is no model sub/none in the bucket. Put it there as models/sub/none.'
  await t.rejects(open('sub/none'), { code: 'MODEL_NOT_FOUND', message, details: { model: 'sub/none' } })
  server.intercept = (_request, response) => {
    sendError(response, 403, 'AccessDenied')
    return true
  }
  await t.rejects(open(), { code: 'S3_UNAVAILABLE' })
})

t.test('an error of S3 during the copy is reported as it is', async t => {
  const { server, folder, open } = await stored(t, whole)
  const model = await open()
  server.intercept = (request, response) => {
    if (request.method !== 'GET') return false
    sendError(response, 403, 'AccessDenied')
    return true
  }
  await t.rejects(model.copy(folder, unlimited), { code: 'S3_UNAVAILABLE' })
})

t.test('a copy has the bytes of the model and its weights, and each file is allowed with those before it', async t => {
  const { folder, open } = await stored(t, apart, floats(3, 4))
  const asked: number[] = []
  const copy = await (await open()).copy(folder, async bytes => void asked.push(bytes))
  t.equal(copy?.bytes, apart.length + 8)
  t.same(asked, [apart.length, apart.length + 8])
})

t.test('weights that the bucket lacks are left out of the copy', async t => {
  const { folder, open } = await stored(t, apart)
  t.equal((await (await open()).copy(folder, unlimited))?.bytes, apart.length)
  t.same(readdirSync(folder), ['add.onnx'])
})

for (const [key, content] of [
  ['models/add.onnx', addModel([0, 0, 0], 'weights.bin')],
  ['models/weights.bin', floats(5, 6)],
] as const) {
  t.test(`there is no copy if ${key} is replaced while the weights are copied`, async t => {
    const { server, folder, open } = await stored(t, apart, floats(3, 4))
    const model = await open()
    let isReplaced = false
    server.intercept = (request, response, asked) => {
      if (request.method !== 'GET' || asked !== 'models/weights.bin' || isReplaced) return false
      server.send(request, response, server.objects.get(asked)!)
      server.objects.set(key, content)
      return (isReplaced = true)
    }
    t.equal(await model.copy(folder, unlimited), undefined)
    t.ok(isReplaced)
  })
}

t.test('a copied model has the same weights until the bucket has others', async t => {
  const { server, folder, open } = await stored(t, apart, floats(3, 4))
  const copy = (await (await open()).copy(folder, unlimited))!
  t.equal(await copy.hasSameWeights(), true)
  server.objects.set('models/weights.bin', floats(5, 6))
  t.equal(await copy.hasSameWeights(), false)
  server.objects.delete('models/weights.bin')
  t.equal(await copy.hasSameWeights(), false)
})

t.test('a copy is whole although the disk takes only a part of each write', async t => {
  const large = Buffer.concat([...largeModel(10)])
  const { folder, open } = await stored(t, large)
  const prototype = await fileHandlePrototype(folder)
  const write = prototype.write as (data: Uint8Array, from: number, length: number, position: number) => unknown
  let cut = 0
  t.intercept(prototype, 'write', {
    value(this: FileHandle, data: Uint8Array, from: number, length: number, position: number) {
      if (length > 1000) cut++
      return write.call(this, data, from, length > 1000 ? length - 1000 : length, position)
    },
  })
  const copy = (await (await open()).copy(folder, unlimited))!
  t.ok(cut > 5, `${cut} writes`)
  t.ok(readFileSync(copy.path).equals(large))
  t.same(readdirSync(join(folder)), ['add.onnx'])
})
