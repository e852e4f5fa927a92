import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startConsumer } from './consumer-fixture.ts'
import { checkDiskRoom, noDiskRoom } from './disk-room.ts'
import { addModel } from './models-fixture.ts'

const tebibyte = 1024 ** 4

t.test(
  'a model that does not fit into /tmp is refused before it is copied, and the error has the needed and the free bytes',
  async t => {
    const { store, mountPath, predict } = await startConsumer(t)
    store('inputs/row', '{}')
    store('models/huge.onnx', '')
    truncateSync(join(mountPath, 'models/huge.onnx'), 8 * tebibyte)
    store('models/parts.onnx', addModel([0, 0], 'parts.bin'))
    store('models/parts.bin', '')
    truncateSync(join(mountPath, 'models/parts.bin'), 8 * tebibyte)
    for (const [model, file] of [
      ['huge', 'models/huge.onnx'],
      ['parts', 'models/parts.bin'],
    ] as const) {
      const { status, body } = await predict({ fileId: 'row', model })
      t.match([status, body], [413, { error: 'TOO_LARGE', model, bytes: 8 * tebibyte, freeBytes: Number }])
      const free = `${Math.floor(body.freeBytes / 1024 ** 2)} MiB are free`
      t.ok(
        body.message.startsWith(
          `${file} has ${8 * tebibyte} bytes, for which the function's /tmp has no room (${free})`,
        ),
      )
    }
  },
)

t.test('models are unloaded to make room for a copy, but not if the disk is too small for it anyway', async t => {
  let free = 10
  const released: number[] = []
  const check = (bytes: number) =>
    checkDiskRoom(
      { names: ['models', 'm'], bytes },
      '/tmp',
      async () => void (released.push(bytes), (free = 80)),
      async () => ({ bsize: 2, blocks: 50, bavail: free / 2 }),
    )
  await check(10)
  t.same(released, [])
  await t.rejects(check(101), { code: 'TOO_LARGE', details: { bytes: 101, freeBytes: 10 } })
  t.same(released, [])
  await check(11)
  t.same(released, [11])
  await t.rejects(check(81), { code: 'TOO_LARGE', details: { bytes: 81, freeBytes: 80 } })
  free = 10
  await check(80)
  free = 10
  await t.rejects(check(100), { code: 'TOO_LARGE', details: { bytes: 100, freeBytes: 80 } })
  t.same(released, [11, 81, 80, 100])
})

t.test('the error about a disk that became full does not say how much is free', t => {
  const { message, details } = noDiskRoom(['models', 'm'], 7)
  t.match(message, /^models\/m has 7 bytes, for which the function's \/tmp has no room\. /)
  t.same(Object.keys(details), ['bytes'])
  t.end()
})
