import { setImmediate } from 'node:timers/promises'
import { Readable } from 'node:stream'
import t from 'tap'
import { BrokenBody, StreamedBody } from './object-body.ts'

/** A body of which these chunks have arrived. More may be pushed. */
function start(...chunks: string[]) {
  const stream = new Readable({ read: () => undefined })
  for (const chunk of chunks) stream.push(Buffer.from(chunk))
  const body = new StreamedBody(stream, 'models/m', 1000)
  const read = async (length: number) => {
    const buffer = Buffer.alloc(length)
    return buffer.toString('latin1', 0, await body.read(buffer))
  }
  return { stream, body, read }
}

t.test('a read fills its buffer from several chunks, and the rest of a chunk is for the next read', async t => {
  const { read } = start('abc', 'defgh', 'ij')
  t.equal(await read(4), 'abcd')
  t.equal(await read(2), 'ef')
  t.equal(await read(4), 'ghij')
})

t.test('bytes that have arrived are there at once, although nothing follows', async t => {
  const { read } = start('abcde')
  t.equal(await read(2), 'ab')
  t.equal(await Promise.race([read(3), setImmediate('it waits')]), 'cde')
})

t.test('after a failure the bytes that had arrived can be read, and then each read fails at once', async t => {
  const { stream, body, read } = start('abc')
  t.equal(await read(1), 'a')
  stream.destroy(new Error('reset'))
  await setImmediate()
  t.equal(await read(2), 'bc')
  const failing = body.read(Buffer.alloc(1)).catch((error: unknown) => error)
  const failed = await Promise.race([failing, setImmediate('it waits')])
  t.type(failed, BrokenBody)
  t.match(failed, { message: 'The download of models/m broke off.', cause: { message: 'reset' } })
})

t.test('silence ends a download, but each chunk begins the wait anew', async t => {
  const timers = new Set<() => void>()
  let waits = 0
  const startTimer = (silent: () => void) => {
    timers.add(silent)
    return { refresh: () => (waits += 1) }
  }
  const { stream, read } = start()
  t.intercept(globalThis, 'setTimeout', { value: startTimer })
  t.intercept(globalThis, 'clearTimeout', { value: () => timers.clear() })
  const reading = read(6)
  stream.push('abc')
  await setImmediate()
  t.equal(waits, 1)
  for (const silent of timers) silent()
  await t.rejects(reading, { code: 'S3_UNAVAILABLE', message: 'The download of models/m sent nothing for 1000 ms.' })
  t.equal(timers.size, 0)
})

t.test('the end of a download is reached if no more comes, and is an error if more does', async t => {
  const complete = start('ab')
  complete.stream.push(null)
  t.equal(await complete.read(2), 'ab')
  await complete.body.end()
  const longer = start('abc')
  t.equal(await longer.read(2), 'ab')
  await t.rejects(longer.body.end(), { message: 'The download of models/m sent more than it was asked for.' })
})

t.test('a stream that is not read does not flow, and a closed body ends it', async t => {
  const { stream, body } = start('abc')
  await setImmediate()
  t.equal(stream.readableFlowing, false)
  t.equal(stream.readableLength, 3)
  body.close()
  t.ok(stream.destroyed)
})
