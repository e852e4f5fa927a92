import { spawn } from 'node:child_process'
import { readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import { functionProgram } from '../../tools/testing/function-program.ts'
import { captureInfers, input, startConsumer } from './consumer-fixture.ts'
import { Inference } from './inference.ts'
import { addModel, endlessModel, identityModel, int4Model, zerosModel } from './onnx-model.ts'

const row = input(['x', 'FP32', [2], [1, 2]])

async function consumerWithModels(t: Parameters<typeof startConsumer>[0], memoryMb = 0) {
  const consumer = await startConsumer(t, { memoryMb })
  consumer.store('inputs/row', row)
  consumer.store('inputs/pair', input(['x', 'FP32', [1, 2], [1, 2]]))
  consumer.store('models/add.onnx', addModel([1, 1]))
  consumer.store('models/endless.onnx', endlessModel())
  const works = async (coldStart = false) => {
    const answer = await consumer.predict({ fileId: 'pair', model: 'add' })
    t.match(answer, { status: 200, body: { coldStart, outputs: [{ data: [2, 3] }] } }, JSON.stringify(answer.body))
  }
  const predictEndless = (context: object = {}) => consumer.predict({ fileId: 'row', model: 'endless' }, {}, context)
  return { ...consumer, works, predictEndless }
}

t.test('an output of a type that the protocol lacks is refused by name, and the process survives', async t => {
  const { store, predict, inference, works } = await consumerWithModels(t)
  await works(true)
  const { pid } = inference
  store('models/int4.onnx', int4Model())
  const message = 'The model\'s output "y" is a tensor of INT4, which the protocol cannot carry. It has no other.'
  t.match(await predict({ fileId: 'row', model: 'int4' }), { status: 422, body: { error: 'INVALID_MODEL', message } })
  await works()
  t.equal(inference.pid, pid)
})

t.test(
  'if the process ends inside a model, the answer is 422 with how it ended, and another process replaces it',
  async t => {
    const { inference, works, predictEndless, log } = await consumerWithModels(t)
    await works(true)
    for (const [signal, memory] of [
      ['SIGSEGV', false],
      ['SIGKILL', true],
    ] as const) {
      const { pid } = inference
      const answering = predictEndless()
      await eventually('the model runs', () => inference.stage === 'run')
      process.kill(pid, signal)
      const { status, body } = await answering
      t.match([status, body], [422, { error: 'INVALID_MODEL', fileId: 'row', model: 'endless' }])
      t.match(body.message, `The model endless ended the process that ran it, by ${signal}`)
      t.equal(body.message.includes('memory was used up'), memory)
      t.match(log.at(-2), { level: 'ERROR', stage: 'inference', cause: { message: new RegExp(signal) } })
      t.not(inference.pid, pid)
      await works()
    }
  },
)

t.test('if a request ends the process, the requests that wait have their models loaded again', async t => {
  const { inference, works, predictEndless } = await consumerWithModels(t)
  const asked = captureInfers(t, inference)
  await works(true)
  const answering = predictEndless()
  await eventually('the model runs', () => inference.stage === 'run')
  const waiting = [works(), works()]
  await eventually('both wait for the process', () => asked() === 4)
  process.kill(inference.pid, 'SIGSEGV')
  t.match(await answering, { status: 422, body: { model: 'endless' } })
  await Promise.all(waiting)
})

t.test('a request is answered normally after the process ended between two requests', async t => {
  const { inference, works } = await consumerWithModels(t)
  await works(true)
  const { pid } = inference
  process.kill(pid, 'SIGKILL')
  await eventually('another process is there', () => inference.pid !== pid)
  await works()
})

t.test('if a process ends before it takes a request, the model is not blamed', async t => {
  const { inference, store, predict, works } = await consumerWithModels(t)
  await works(true)
  store('models/other.onnx', addModel([5, 5]))
  // Once with a loaded model, once with another.
  for (const [model, data] of [
    ['add', [2, 3]],
    ['other', [6, 7]],
  ] as const) {
    const { pid } = inference
    process.kill(pid, 'SIGSTOP')
    const answering = predict({ fileId: 'pair', model })
    await eventually('it is asked', () => inference.stage === 'idle')
    process.kill(pid, 'SIGKILL')
    t.match(await answering, { status: 200, body: { outputs: [{ data }] } }, model)
    t.not(inference.pid, pid)
  }
})

t.test('if two processes in a row end before they take a request, that is an error of the Consumer', async t => {
  const script = `
    const fs = require('node:fs')
    fs.appendFileSync(process.argv[1], '.')
    const message = JSON.stringify({ ready: true })
    const head = Buffer.alloc(8)
    head.writeUInt32LE(message.length)
    fs.writeSync(3, Buffer.concat([head, Buffer.from(message)]))
    fs.readSync(3, Buffer.alloc(1))
    process.exit(7)
  `
  const started = join(t.testdir({}), 'started')
  const inference = new Inference({ command: [process.execPath, '-e', script, started], memoryMb: 0 })
  t.teardown(() => inference.close())
  const failed = { name: 'ProcessEnded', message: 'The inference process ended with code 7 in the stage "idle".' }
  await t.rejects(inference.load({ name: 'none', path: 'none' }, {}), failed)
  await eventually('a third waits', () => readFileSync(started, 'utf8') === '...')
})

t.test('a model that takes too long is ended early enough for an answer', async t => {
  const { works, predictEndless } = await consumerWithModels(t)
  await works(true)
  const { status, body } = await predictEndless({ getRemainingTimeInMillis: () => 2500 })
  t.match([status, body], [504, { error: 'INFERENCE_TIMEOUT', fileId: 'row', model: 'endless' }])
  t.equal(body.message, 'The model endless took too long over this input, and was ended.')
  await works()
})

t.test('a load that misses its deadline continues for the next request', async t => {
  const { predict, store, works } = await consumerWithModels(t)
  await works(true)
  store('models/other.onnx', addModel([5, 5]))
  const request = { fileId: 'pair', model: 'other' }
  const late = await predict(request, {}, { getRemainingTimeInMillis: () => 0 })
  t.match(late, { status: 504, body: { error: 'INFERENCE_TIMEOUT', message: /^The model other is not loaded yet\./ } })
  t.match(await predict(request), { status: 200, body: { outputs: [{ data: [6, 7] }] } })
})

t.test('outputs that the memory cannot hold end the run, not the environment', async t => {
  if (process.platform !== 'linux') return t.pass('its memory is known', { skip: 'no system but Linux tells' })
  const { store, predict, works } = await consumerWithModels(t, 400)
  await works(true)
  store('models/zeros.onnx', zerosModel())
  store('inputs/many', input(['x', 'INT64', [1], [400_000_000]]))
  const { status, body } = await predict({ fileId: 'many', model: 'zeros' })
  t.match([status, body], [413, { error: 'TOO_LARGE', memoryMb: 400 }], JSON.stringify(body))
  await works()
})

t.test(
  'inputs and outputs that the memory cannot hold are refused before the work, and the error has the memory that they need',
  async t => {
    const { store, predict, inference, works } = await consumerWithModels(t, 400)
    await works(true)
    const { pid } = inference
    store('models/same.onnx', identityModel(['INT64', 'STRING'], ['n']))
    const request = (longs: number, texts: number) =>
      `{"inputs":[{"name":"x0","datatype":"INT64","shape":[${longs}],"data":[${Array(longs).fill(7)}]},` +
      `{"name":"x1","datatype":"BYTES","shape":[${texts}],"data":[${Array(texts).fill('""')}]}]}`
    for (const [longs, texts, largest] of [
      [8_000_000, 1, 'The input "x0" has 8000000 elements of INT64'],
      [1, 3_000_000, 'The input "x1" has 3000000 elements of BYTES'],
    ] as const) {
      store('inputs/large', request(longs, texts))
      const { status, body } = await predict({ fileId: 'large', model: 'same' })
      t.match([status, body], [413, { error: 'TOO_LARGE', memoryMb: 400, fileId: 'large', model: 'same' }])
      t.ok(
        body.message.startsWith(`${largest}, for which the function needs about ${body.neededMemoryMb} MB`),
        body.message,
      )
      t.ok(body.neededMemoryMb > 400)
    }
    store('models/wide.onnx', zerosModel(300_000_000))
    store('inputs/few', input(['x', 'INT64', [1], [1]]))
    t.match(await predict({ fileId: 'few', model: 'wide' }), {
      status: 413,
      body: { error: 'TOO_LARGE', message: /^The output "y" of shape \[300000000\] has 300000000 elements of FP32, / },
    })
    t.equal(inference.pid, pid)
  },
)

t.test(
  'a model that the memory cannot hold is refused before it is copied, and the error has the memory that it needs',
  async t => {
    const { store, mountPath, predict, works } = await consumerWithModels(t, 400)
    await works(true)
    store('models/large.onnx', '')
    truncateSync(join(mountPath, 'models/large.onnx'), 300 * 1024 ** 2)
    store('models/parts.onnx', addModel([0, 0], 'parts.bin'))
    store('models/parts.bin', '')
    truncateSync(join(mountPath, 'models/parts.bin'), 400 * 1024 ** 2)
    for (const [model, neededMemoryMb] of [
      ['large', 607],
      ['parts', 733],
    ] as const) {
      const { status, body } = await predict({ fileId: 'row', model })
      t.match([status, body], [413, { error: 'TOO_LARGE', model, neededMemoryMb, memoryMb: 400 }], body.message)
    }
    await works()
  },
)

t.test('the model is not blamed for a program that cannot start', async t => {
  const inference = new Inference({ command: [process.execPath, '-e', 'process.exit(3)'], memoryMb: 0 })
  t.teardown(() => inference.close())
  for (const time of ['first', 'second']) {
    const failed = { name: 'ProcessEnded', message: 'The inference process ended with code 3 in the stage "start".' }
    await t.rejects(inference.load({ name: 'none', path: 'none' }, {}), failed, time)
  }
})

t.test('the inference process ends with the process that started it', async t => {
  const script = `
    const { Inference } = await import(${JSON.stringify(new URL('inference.ts', import.meta.url).href)})
    const inference = new Inference({ command: [process.execPath, ${JSON.stringify(await functionProgram('inference'))}], memoryMb: 0 })
    await inference.load({ name: 'none', path: 'none' }, {}).catch(() => {})
    console.log(inference.pid)
    setInterval(() => {}, 1000)
  `
  const { NODE_OPTIONS: _, ...env } = process.env
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const args = ['--import=tsx', '--input-type=module', '--eval', script]
  const parent = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(parent.stdout!), 'line')) as [string]
  parent.kill('SIGKILL')
  await eventually('the inference process is gone', () => {
    try {
      return !process.kill(Number(line), 0)
    } catch {
      return true
    }
  })
})
