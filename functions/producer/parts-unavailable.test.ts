import { existsSync, readdirSync, renameSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { constants } from 'node:os'
import t, { type Test } from 'tap'
import { eventually, within } from '../../tools/testing/eventually.ts'
import { fileHandlePrototype, openBelow } from '../working-set/working-set-fixture.ts'
import { partBytes } from '../bucket/lanes.ts'
import { beginOf, bytesOf, startWith } from './parts-fixture.ts'

// More bytes than are flushed at a time (file-sink.ts).
const data = bytesOf(33)
const unavailable = (message: RegExp) => ({ status: 500, body: { error: 'EFS_UNAVAILABLE', message } })
const systemError = (code: keyof typeof constants.errno, syscall: string) =>
  Object.assign(new Error(code), { code, errno: -constants.errno[code], syscall })

type Range = [buffer: Uint8Array, offset: number, length: number, position: number]

// Once this many bytes have been written, each such call does `how` instead, until the failure is repaired.
async function fails(t: Test, mountPath: string, call: 'write' | 'sync', afterBytes: number, how: () => Promise<void>) {
  const prototype = await fileHandlePrototype(mountPath)
  const { sync } = prototype
  // The overload of write that staged files use.
  const write = prototype.write as (...parameters: Range) => Promise<{ bytesWritten: number }>
  let written = 0
  let broken = true
  t.intercept(prototype, 'write', {
    async value(this: FileHandle, ...[buffer, offset, length, position]: Range) {
      if (call === 'write' && broken && written >= afterBytes) await how()
      written += length
      return write.call(this, buffer, offset, length, position)
    },
  })
  t.intercept(prototype, 'sync', {
    async value(this: FileHandle) {
      if (call === 'sync' && broken && written >= afterBytes) await how()
      return sync.call(this)
    },
  })
  return { repair: () => (broken = false) }
}

for (const [code, call, said] of [
  ['ENOSPC', 'write', /is full: ENOSPC from write/],
  ['ENOSPC', 'sync', /is full: ENOSPC from sync/],
  ['EROFS', 'write', /cannot be used: EROFS from write/],
] as const) {
  t.test(`${code} from ${call} in the middle of a copy in parts ends the copy and keeps the previous file`, async t => {
    const old = Buffer.from('old')
    // One part at a time, so that the beginning is there when the call fails.
    const { bucket, mountPath, ingest, notify, copied, staging } = await startWith(t, old, { memoryMegabytes: 176 })
    await notify('models/m')
    bucket.objects.set('models/m', data)
    bucket.bytesSent = 0
    const failing = await fails(t, mountPath, call, 2 * partBytes, () => Promise.reject(systemError(code, call)))

    await t.rejects(notify('models/m'), { code: 'EFS_UNAVAILABLE', message: said })
    t.match(await ingest({ key: 'models/m' }), unavailable(said))
    t.ok(copied()?.equals(old), 'the old version is whole')
    t.same(staging(), [], 'nothing takes the space that is missing')
    t.same(openBelow(mountPath) ?? [], [])

    failing.repair()
    t.match(await ingest({ key: 'models/m' }), { status: 200, body: { status: 'replaced' } })
    t.ok(copied()?.equals(data))
    t.same(staging(), [])
  })
}

t.test('if the mount hangs while parts are written the copy ends in time, and nothing is left behind', async t => {
  const { mountPath, ingest, copied, staging } = await startWith(t, data, { efsDeadlineMs: 2_000 })
  let letGo = () => {}
  const held = new Promise<void>(resolve => (letGo = resolve))
  await fails(t, mountPath, 'write', 2 * partBytes, () => held)

  const answer = await within('an answer while the mount hangs', ingest({ key: 'models/m' }), { deadlineMs: 20_000 })
  t.match(answer, unavailable(/did not answer within 2000 ms/))
  t.equal(copied(), undefined)

  letGo()
  await eventually('the staged file is gone', () => staging().length === 0)
  await eventually('every file is closed', () => (openBelow(mountPath) ?? []).length === 0)
  t.match(await ingest({ key: 'models/m' }), { status: 201 })
  t.ok(copied()?.equals(data))
})

t.test(
  'a mount that vanishes in the middle of a copy in parts is not recreated, and takes the object later',
  async t => {
    const { bucket, mountPath, ingest, copied, staging } = await startWith(t, data)
    const away = `${mountPath}-away`
    bucket.intercept = request => {
      if (beginOf(request.headers.range) >= 2 * partBytes && existsSync(mountPath)) renameSync(mountPath, away)
      return false
    }
    t.match(await ingest({ key: 'models/m' }), unavailable(/is not mounted or cannot be used: ENOENT/))
    t.notOk(existsSync(mountPath))
    t.same(readdirSync(`${away}/models`), [], 'no file has its name')

    bucket.intercept = () => false
    renameSync(away, mountPath)
    t.match(await ingest({ key: 'models/m' }), { status: 201 })
    t.ok(copied()?.equals(data))
    t.ok(staging().length <= 1, 'what the vanished mount could not be rid of is for the sweep')
  },
)
