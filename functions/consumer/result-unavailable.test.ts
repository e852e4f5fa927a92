import type { FileHandle } from 'node:fs/promises'
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { eventually, within } from '../../tools/testing/eventually.ts'
import { fileHandlePrototype, mount, openBelow } from '../working-set/working-set-fixture.ts'
import { input, startConsumer } from './consumer-fixture.ts'
import { addModel } from './models-fixture.ts'
import { SharedFileSystem } from './shared-file-system/shared-file-system.ts'

const unavailable = (message: RegExp) => ({ status: 500, body: { error: 'EFS_UNAVAILABLE', message } })

async function startWithModel(t: Parameters<typeof startConsumer>[0]) {
  const consumer = await startConsumer(t)
  consumer.store('models/add.onnx', addModel([1, 1]))
  consumer.store('inputs/row', input(['x', 'FP32', [1, 2], [1, 2]]))
  const predict = () => consumer.predict({ fileId: 'row', model: 'add' })
  t.match(await predict(), { status: 200 })
  return { ...consumer, predict }
}

for (const [code, call, said] of [
  ['ENOSPC', 'write', /is full: ENOSPC from write/],
  // NFS reports at the close what it could not write before (nfs(5), "Close-to-open cache consistency").
  ['ENOSPC', 'close', /is full: ENOSPC from close/],
  ['EROFS', 'write', /cannot be used: EROFS from write/],
] as const) {
  t.test(`${code} from ${call} fails a prediction, and the previous result stays whole`, async t => {
    const { mountPath, store, predict } = await startWithModel(t)
    const result = join(mountPath, 'outputs/row.result')
    const before = readFileSync(result, 'utf8')
    store('inputs/row', input(['x', 'FP32', [1, 2], [5, 6]]))

    const prototype = await fileHandlePrototype(mountPath)
    const { write } = prototype
    const error = Object.assign(new Error(code), { code, errno: -constants.errno[code], syscall: call })
    let broken = true
    t.intercept(prototype, 'write', {
      async value(this: FileHandle, ...parameters: []) {
        if (broken && call === 'write') throw error
        const { close } = this
        const failingClose = async () => {
          await close() // the file is closed even if this fails
          throw error
        }
        if (broken) this.close = failingClose
        return write.apply(this, parameters as never)
      },
    })
    t.match(await predict(), unavailable(said))
    t.equal(readFileSync(result, 'utf8'), before)
    t.same(readdirSync(join(mountPath, '.staging')), [])
    await eventually('every file is closed', () => (openBelow(mountPath) ?? []).length === 0)

    broken = false
    t.match(await predict(), { status: 200, body: { outputs: [{ data: [6, 7] }] } })
    t.match(JSON.parse(readFileSync(result, 'utf8')), { outputs: [{ data: [6, 7] }] })
  })
}

t.test('if a run fails while the mount hangs, its own error is reported, and soon', async t => {
  const { workingSet } = mount(t)
  t.intercept(workingSet, 'call', { value: () => new Promise(() => {}) })
  const failed = new Error('The run failed.')
  const writing = new SharedFileSystem(workingSet).forRequest().writeResult('i', Promise.reject(failed))
  await t.rejects(within('the end of the write', writing), failed)
})

t.test('predictions with a loaded model fail while the mount is gone, and succeed once it is back', async t => {
  const { mountPath, predict } = await startWithModel(t)
  renameSync(mountPath, `${mountPath}-away`)
  t.match(await predict(), unavailable(/is not mounted or cannot be used: ENOENT/))
  t.notOk(existsSync(mountPath), 'the mount is not made anew')
  renameSync(`${mountPath}-away`, mountPath)
  t.match(await predict(), { status: 200, body: { outputs: [{ data: [2, 3] }] } })
})
