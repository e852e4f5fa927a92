import { mkdirSync, readdirSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import t, { type Test } from 'tap'
import { fileHandlePrototype, openBelow } from '../working-set/working-set-fixture.ts'
import { input, startConsumer } from './consumer-fixture.ts'
import { addModel, largeModel, largeModelInput } from './models-fixture.ts'

// Starts a Consumer with a model in two files. The local disk refuses what the Consumer writes to it.
async function refusing(t: Test, code: 'ENOSPC' | 'EIO') {
  const consumer = await startConsumer(t)
  process.env.TMPDIR = `${consumer.mountPath}.tmp` // hides the copies of other processes
  mkdirSync(process.env.TMPDIR)
  consumer.store('inputs/row', input(['x', 'FP32', [1, 2], [1, 2]]))
  consumer.store('models/sub/add.onnx', addModel([0, 0], 'weights.bin'))
  consumer.store('models/sub/weights.bin', Buffer.from(Float32Array.of(3, 4).buffer))
  const prototype = await fileHandlePrototype(consumer.mountPath)
  const { appendFile } = prototype
  let room = 0
  t.intercept(prototype, 'appendFile', {
    value(...args: Parameters<typeof appendFile>) {
      if (room-- > 0) return appendFile.apply(this as never, args)
      return Promise.reject(Object.assign(new Error(code), { code, errno: -constants.errno[code], syscall: 'write' }))
    },
  })
  return {
    log: consumer.log,
    store: consumer.store,
    // Predicts on a disk that has room for this many blocks.
    predict(blocks: number) {
      room = blocks
      return consumer.predict({ fileId: 'row', model: 'sub/add' })
    },
  }
}

t.test('files that do not fit into /tmp are TOO_LARGE, and the message says which setting to raise', async t => {
  const { predict } = await refusing(t, 'ENOSPC')
  for (const [blocks, file, bytes] of [
    [0, 'add.onnx', addModel([0, 0], 'weights.bin').length],
    [1, 'weights.bin', 8],
  ] as const) {
    const message =
      `models/sub/${file} has ${bytes} bytes, for which the function's /tmp has no room. ` +
      'Raise ConsumerEphemeralStorageSize and deploy again.'
    const expected = { error: 'TOO_LARGE', message, bytes, fileId: 'row', model: 'sub/add' }
    t.match(await predict(blocks), { status: 413, body: expected })
    t.same(readdirSync(tmpdir()), [])
    t.same(openBelow(tmpdir()) ?? [], [])
  }
})

t.test('if /tmp has room for a model but not for a copy without its weights, the model itself is loaded', async t => {
  const { predict, store } = await refusing(t, 'ENOSPC')
  const [model, content] = [Buffer.concat([...largeModel(10)]), largeModelInput]
  store('models/sub/add.onnx', model)
  store('inputs/row', content)
  const blocks = Math.ceil(model.length / (4 * 1024 ** 2))
  t.match(await predict(blocks), { status: 200 })
})

t.test('another error of the local disk is reported neither as EFS_UNAVAILABLE nor as a lack of room', async t => {
  const { predict, log } = await refusing(t, 'EIO')
  t.match(await predict(0), { status: 500, body: { error: 'INTERNAL_ERROR' } })
  t.match(log, [{ cause: { message: 'EIO' } }, { outcome: 'INTERNAL_ERROR' }])
})
