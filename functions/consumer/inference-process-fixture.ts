import type { Test } from 'tap'
import type { Request } from '../inference-protocol/messages.ts'
import { InferenceProcess, type ProcessOptions } from './inference-process.ts'

export const infer: Request = {
  infer: { session: 1, room: { bytes: 1, memoryMb: 0 }, alone: { bytes: 1, memoryMb: 0 } },
}
export const load: Request = { load: { name: 'm', path: 'm', options: {} } }

/**
 * Starts a program with the functions `send(reply, body)`, `die(code, words)` and `asked(callback)`, which is called with
 * the body of each request.
 */
export function start(t: Test, script: string, options: Partial<ProcessOptions> = {}) {
  const program = `
    const net = require('node:net')
    const fs = require('node:fs')
    const channel = new net.Socket({ fd: 3 })
    const send = (reply, body = '') => {
      const json = JSON.stringify(reply)
      const head = Buffer.alloc(8)
      head.writeUInt32LE(Buffer.byteLength(json), 0)
      head.writeUInt32LE(Buffer.byteLength(body), 4)
      fs.writeSync(3, Buffer.concat([head, Buffer.from(json), Buffer.from(body)]))
    }
    const die = (code, words) => {
      if (words) fs.writeSync(2, words)
      process.exit(code)
    }
    let rest = Buffer.alloc(0)
    const asked = callback =>
      channel.on('data', piece => {
        rest = Buffer.concat([rest, piece])
        while (rest.length >= 8 && rest.length >= 8 + rest.readUInt32LE(0) + rest.readUInt32LE(4)) {
          const bodyBegin = 8 + rest.readUInt32LE(0)
          const end = bodyBegin + rest.readUInt32LE(4)
          callback(rest.toString('utf8', bodyBegin, end))
          rest = rest.subarray(end)
        }
      })
    ${script}
  `
  const ended: InferenceProcess[] = []
  const inference = new InferenceProcess({
    command: [process.execPath, '-e', program],
    memoryMb: 0,
    ended: each => ended.push(each),
    ...options,
  })
  t.teardown(() => inference.kill(new Error('The test is over.')))
  return { inference, ended }
}
