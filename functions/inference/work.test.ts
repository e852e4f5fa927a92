import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { addModel, gatherModel, zerosModel } from '../consumer/models-fixture.ts'
import type { Reply, Request } from '../inference-protocol/messages.ts'
import { Work } from './work.ts'

const mebibyte = 1024 ** 2
const plenty = { bytes: 1024 * mebibyte, memoryMb: 2048 }

function start(t: Test) {
  const folder = t.testdir({})
  const sent: unknown[] = []
  const work = new Work({
    send: (message: Reply, body) => void sent.push(body ? { ...message, text: String(body) } : message),
  })
  // Returns the messages that answer the request.
  const ask = async (message: Request, body: string | Buffer = ''): Promise<unknown[]> => {
    sent.length = 0
    await work.answer({ message, body: Buffer.from(body as string) })
    return [...sent]
  }
  const load = (name: string, model: string | Buffer) => {
    const path = join(folder, name)
    writeFileSync(path, model)
    return ask({ load: { name, path, options: { intraOpNumThreads: 1 } } })
  }
  const infer = (session: number, body: string | Buffer, { room = plenty, alone = plenty } = {}) =>
    ask({ infer: { session, room, alone } }, body)
  return { work, folder, ask, load, infer }
}

const input = (datatype: string, shape: number[], data: unknown[], more = {}) =>
  JSON.stringify({ ...more, inputs: [{ name: 'x', datatype, shape, data }] })
const row = input('FP32', [1, 2], [1, 2])

t.test('models are loaded, run and released by their numbers, and each stage is sent before its work', async t => {
  const { ask, load, infer } = start(t)
  t.same(await load('a', addModel([10, 20])), [{ stage: 'load' }, { loaded: { session: 1 } }])
  t.same(await load('b', addModel([30, 40])), [{ stage: 'load' }, { loaded: { session: 2 } }])
  const answer = (data: number[], id?: string) => [
    { stage: 'input' },
    { stage: 'run' },
    { stage: 'outputs' },
    { part: true, text: `[{"name":"y","shape":[1,2],"datatype":"FP32","data":[${data}]}]` },
    { inferred: { id } },
  ]
  t.same(await infer(1, row), answer([11, 22]))
  t.same(await infer(2, input('FP32', [1, 2], [1, 2], { id: 'i' })), answer([31, 42], 'i'))
  t.same(await ask({ release: { session: 1 } }), [{ stage: 'load' }, { done: true }])
  t.match(await infer(1, row), [{ stage: 'input' }, { error: { name: 'Error', message: 'There is no session 1.' } }])
  t.match((await infer(2, row)).at(-1), { inferred: {} })
})

t.test('a model that cannot be loaded is a failure with its cause, and the next one is served', async t => {
  const { load, infer } = start(t)
  const [, reply] = await load('broken', 'no model')
  t.match(reply, {
    failure: { code: 'INVALID_MODEL', message: /^models\/broken is not a model/, details: {}, cause: /protobuf/i },
  })
  t.match(await load('a', addModel([1, 1])), [{}, { loaded: { session: 1 } }])
  t.match((await infer(1, row)).at(-1), { inferred: {} })
})

t.test('an error that is not a Failure is sent with its name and stack', async t => {
  const { folder, ask } = start(t)
  const path = join(folder, 'none')
  const [, reply] = await ask({ load: { name: 'none', path, options: {} } })
  t.match(reply, { error: { name: 'Error', message: /ENOENT/, stack: /^Error: ENOENT/ } })
  t.notOk(existsSync(path))
})

t.test('an input that does not fit ends before the run', async t => {
  const { load, infer } = start(t)
  await load('a', addModel([10, 20]))
  const refused = (sent: unknown[], code: string, message: RegExp) =>
    t.match(sent, [{ stage: 'input' }, { failure: { code, message } }])
  refused(await infer(1, 'no JSON'), 'INVALID_INPUT', /not JSON/)
  const alone = { bytes: 25 * (row.length - 1), memoryMb: 512 }
  refused(await infer(1, row, { alone }), 'INVALID_INPUT', new RegExp(`the limit for them is ${row.length - 1}`))
  const room = { bytes: 1, memoryMb: 512 }
  refused(await infer(1, row, { room }), 'TOO_LARGE', /^The input "x" has 2 elements of FP32/)
  refused(await infer(1, input('FP32', [1, 3], [1, 2, 3])), 'INVALID_INPUT', /shape/)
  const { outputs, ...rest } = { outputs: [{ name: 'z' }], ...JSON.parse(row) }
  refused(await infer(1, JSON.stringify({ ...rest, outputs })), 'INVALID_INPUT', /no output "z"/)
})

t.test('outputs that the room cannot hold are refused before the run if the model declares their size', async t => {
  const { load, infer } = start(t)
  await load('declared', zerosModel(1000))
  await load('open', zerosModel())
  const room = { bytes: 2000, memoryMb: 512 }
  const many = input('INT64', [1], [1000])
  const failure = { code: 'TOO_LARGE', message: /^The output "y" of shape \[1000\] has 1000 elements of FP32/ }
  t.match(await infer(1, many, { room }), [{ stage: 'input' }, { failure }])
  t.match(await infer(2, many, { room }), [{ stage: 'input' }, { stage: 'run' }, { stage: 'outputs' }, { failure }])
})

t.test('outputs that are too long as JSON are refused with the limit', async t => {
  const { load, infer } = start(t)
  await load('a', addModel([1, 1]))
  const room = { bytes: 260, memoryMb: 512 }
  const sent = await infer(1, input('FP32', [1, 2], [0.1, 0.2]), { room })
  t.match(sent.at(-1), { failure: { code: 'TOO_LARGE', details: { limitBytes: 65 } } })
})

t.test('a failed run sends the presumed answer before it tries other inputs', async t => {
  const { load, infer } = start(t)
  await load('gather', gatherModel())
  const failure = { code: 'INVALID_INPUT', message: /^The model cannot be run over this input: / }
  t.match(await infer(1, input('INT64', [1], [7])), [
    { stage: 'input' },
    { stage: 'run' },
    { presumed: failure },
    { failure },
  ])
})

t.test('a model that comes in the body is loaded from it, and must be one file', async t => {
  const { ask, infer } = start(t)
  const load = (name: string, model: Buffer) => ask({ load: { name, options: { intraOpNumThreads: 1 } } }, model)
  t.same(await load('a', addModel([10, 20])), [{ stage: 'load' }, { loaded: { session: 1 } }])
  t.match((await infer(1, row)).at(-2), { text: /"data":\[11,22\]/ })
  t.match((await load('broken', Buffer.from('no model'))).at(-1), { failure: { code: 'INVALID_MODEL' } })
  const message = /^models\/apart has weights in another file, weights.bin\. /
  t.match((await load('apart', addModel([1, 2], 'weights.bin'))).at(-1), {
    failure: { code: 'INVALID_MODEL', message },
  })
})

t.test('memory is freed after an input of more than 4 MiB', async t => {
  const { work, infer } = start(t)
  const frame = {
    message: { infer: { session: 1, room: plenty, alone: plenty } },
    body: Buffer.alloc(4 * mebibyte + 1),
  }
  t.intercept(globalThis, 'gc', { value: () => t.equal(frame.body.length, 0, 'nothing holds the body any more') })
  await work.answer(frame)
  let freed = 0
  t.intercept(globalThis, 'gc', { value: () => (freed += 1) })
  await infer(1, Buffer.alloc(4 * mebibyte, ' '))
  t.equal(freed, 0)
  await infer(1, Buffer.alloc(4 * mebibyte + 1, ' '))
  t.equal(freed, 1)
  t.intercept(globalThis, 'gc', { value: undefined })
  const answer = await infer(1, Buffer.alloc(4 * mebibyte + 1, ' '))
  t.match(answer.at(-1), { error: Object }, 'a program without --expose-gc answers too')
})
