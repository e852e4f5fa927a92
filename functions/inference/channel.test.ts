import { execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { frameHead } from '../inference-protocol/frame.ts'
import { Channel } from './channel.ts'

const frames = [
  { message: { n: 1, text: 'é' }, body: Buffer.alloc(0) },
  { message: { n: 2 }, body: Buffer.from('body') },
  { message: { n: 3 }, body: Buffer.alloc(300_000, 7) },
]
const bytes = Buffer.concat(frames.flatMap(({ message, body }) => [frameHead(message, body.length), body]))

function fileWith(t: Test, content: Uint8Array): string {
  const path = join(t.testdir({ frames: '' }), 'frames')
  writeFileSync(path, content)
  return path
}

function receiver(t: Test, path: string): Channel<unknown, object> {
  const fd = openSync(path, 'r')
  t.teardown(() => closeSync(fd))
  return new Channel(fd)
}

t.test('frames are sent one after the other, a message without a body too', async t => {
  const path = fileWith(t, Buffer.alloc(0))
  const fd = openSync(path, 'w')
  const channel = new Channel<object, object>(fd)
  for (const { message, body } of frames) channel.send(message, ...(body.length > 0 ? [body] : []))
  closeSync(fd)
  t.ok(readFileSync(path).equals(bytes))
})

t.test('frames are received in order, and then that the other end is gone', async t => {
  const channel = receiver(t, fileWith(t, bytes))
  for (const frame of frames) t.same(channel.receive(), frame)
  t.equal(channel.receive(), undefined)
})

t.test('a frame that the other end did not finish is none', async t => {
  const begin = frameHead({ n: 2 }, 4)
  for (const length of [1, 8, begin.length - 1, begin.length, begin.length + 3]) {
    const whole = Buffer.concat([begin, Buffer.from('body')])
    t.equal(receiver(t, fileWith(t, whole.subarray(0, length))).receive(), undefined, `${length} bytes of it`)
  }
})

t.test('a body that no single read brings is whole', async t => {
  const path = fileWith(t, bytes)
  const pipe = `${path}.pipe`
  execFileSync('mkfifo', [pipe])
  // A pipe holds 64 KiB (pipe(7)).
  const writing = spawn('sh', ['-c', 'cat "$0" > "$1"', path, pipe], { stdio: 'ignore' })
  const ended = new Promise(resolve => writing.once('exit', resolve))
  const channel = receiver(t, pipe)
  for (const frame of frames) t.same(channel.receive(), frame)
  t.equal(await ended, 0)
})
