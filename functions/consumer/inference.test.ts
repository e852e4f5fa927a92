import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import { functionProgram } from '../../tools/testing/function-program.ts'
import { captureInfers } from './consumer-fixture.ts'
import { consumerWithModels } from './inference-fixture.ts'
import { Inference } from './inference.ts'
import { addModel, int4Model } from './models-fixture.ts'

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

t.test('the model is not blamed for a program that cannot start', async t => {
  const inference = new Inference({ command: [process.execPath, '-e', 'process.exit(3)'], memoryMb: 0 })
  t.teardown(() => inference.close())
  let before = 0
  for (const time of ['first', 'second']) {
    const failed = { name: 'ProcessEnded', message: 'The inference process ended with code 3 in the stage "start".' }
    await t.rejects(inference.load({ name: 'none', path: 'none' }, {}), failed, time)
    const { pid } = inference
    t.not(pid, before, 'the next request starts another process')
    before = pid
    await setImmediate()
    t.equal(inference.pid, pid, 'no process starts before the next request')
  }
})

t.test('a model takes room until its process ends, and a closed inference starts no process', async t => {
  const path = join(t.testdir({}), 'm.onnx')
  writeFileSync(path, addModel([1]))
  const command = [process.execPath, await functionProgram('inference')] as const
  const inference = new Inference({ command, memoryMb: 2000 })
  t.teardown(() => inference.close())
  const empty = inference.room
  await inference.load({ name: 'm', path }, {}, 500)
  t.ok(inference.room.bytes < empty.bytes)
  const { pid } = inference
  process.kill(pid, 'SIGKILL')
  await eventually('another process is there', () => inference.pid !== pid)
  t.same(inference.room, empty)
  await inference.load({ name: 'm', path }, {}, 500)
  const last = inference.pid
  inference.close()
  await t.rejects(inference.load({ name: 'm', path }, {}), { message: 'The inference is closed.' })
  t.equal(inference.pid, last)
})

t.test('a session knows whether it is the only one that its process had, and what the others take', async t => {
  const path = join(t.testdir({}), 'm.onnx')
  writeFileSync(path, addModel([1]))
  const command = [process.execPath, await functionProgram('inference')] as const
  const inference = new Inference({ command, memoryMb: 2000 })
  t.teardown(() => inference.close())
  const first = await inference.load({ name: 'first', path }, {}, 500)
  t.same([first.isFirst, first.othersMb()], [true, 0])
  const second = await inference.load({ name: 'second', path }, {}, 300)
  t.same([first.isFirst, first.othersMb()], [false, 300])
  t.same([second.isFirst, second.othersMb()], [false, 500])
  await first.release()
  t.same([second.isFirst, second.othersMb()], [false, 0])
  t.equal(first.othersMb(), 300, 'a released model has nothing to leave out')
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
