import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Reply } from '../inference-protocol/messages.ts'
import { input, startConsumer } from './consumer-fixture.ts'
import { Inference } from './inference.ts'
import { addModel, endlessModel } from './models-fixture.ts'

const row = input(['x', 'FP32', [2], [1, 2]])

/** A Consumer with the models `add` and `endless`, and the inputs `row` and `pair`. */
export async function consumerWithModels(t: Test, memoryMb = 0) {
  const consumer = await startConsumer(t, { memoryMb })
  consumer.store('inputs/row', row)
  consumer.store('inputs/pair', input(['x', 'FP32', [1, 2], [1, 2]]))
  consumer.store('models/add.onnx', addModel([1, 1]))
  consumer.store('models/endless.onnx', endlessModel())
  /** Predicts, and checks the answer. */
  const works = async (coldStart = false) => {
    const answer = await consumer.predict({ fileId: 'pair', model: 'add' })
    t.match(answer, { status: 200, body: { coldStart, outputs: [{ data: [2, 3] }] } }, JSON.stringify(answer.body))
  }
  /** Asks for an inference that takes for ever. */
  const predictEndless = (context: object = {}) => consumer.predict({ fileId: 'row', model: 'endless' }, {}, context)
  return { ...consumer, works, predictEndless }
}

/**
 * An inference whose process gives these replies, one to each request, and writes a dot for each into a file. It stays
 * silent where there is no reply.
 */
export function replying(t: Test, replies: readonly (Reply | null)[]) {
  const script = `
    const fs = require('node:fs')
    const replies = JSON.parse(process.argv[1])
    new (require('node:net').Socket)({ fd: 3 }).on('data', () => {
      fs.appendFileSync(process.argv[2], '.')
      const message = JSON.stringify(replies.shift() ?? null)
      if (message === 'null') return
      const head = Buffer.alloc(8)
      head.writeUInt32LE(message.length)
      fs.writeSync(3, Buffer.concat([head, Buffer.from(message)]))
    })
  `
  const file = join(t.testdir({ asked: '' }), 'asked')
  const command = [process.execPath, '-e', script, JSON.stringify(replies), file] as const
  const inference = new Inference({ command, memoryMb: 0 })
  t.teardown(() => inference.close())
  const load = () => inference.load({ name: 'm', path: 'm' }, {})
  return { inference, load, asked: () => readFileSync(file, 'utf8').length }
}
