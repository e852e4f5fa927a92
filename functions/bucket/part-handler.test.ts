import { setImmediate } from 'node:timers/promises'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import t from 'tap'
import { head, part, startPartServer } from './part-server-fixture.ts'
import { PlacedResponse } from './placed-response.ts'

const data = Buffer.from('0123456789')

/** Waits for the rest of a part. */
async function arrived(body: unknown): Promise<void> {
  const response = body as PlacedResponse
  if (!response.closed) await once(response, 'close')
  if (response.errored) throw response.errored
}

async function text(body: unknown): Promise<string> {
  return Buffer.concat(await (body as Readable).toArray()).toString()
}

t.test('a part arrives in the given memory, and its connection serves the next request', async t => {
  const { ask, connections, requests } = await startPartServer(t, [part(data, 'ETag: "x"\r\nX-Two: a\r\nx-two:b\r\n')])
  for (let round = 0; round < 3; round += 1) {
    const into = Buffer.from(new SharedArrayBuffer(10))
    const response = await ask(into)
    t.match(response, { statusCode: 206, headers: { etag: '"x"', 'x-two': 'a, b', 'content-length': '10' } })
    await arrived(response.body)
    t.equal(into.toString(), '0123456789')
  }
  t.equal(connections.length, 1)
  t.equal(requests[0], 'GET /bucket/key?x-id=Get%20Object HTTP/1.1\r\nhost: bucket\r\nrange: bytes=0-9\r\n\r\n')
})

t.test('a part arrives over TLS from a server whose certificate is trusted only', async t => {
  const { ask } = await startPartServer(t, [part(data)], { secure: true })
  await t.rejects(ask(Buffer.alloc(10)), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  const { NODE_TLS_REJECT_UNAUTHORIZED } = process.env
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  t.teardown(() => {
    if (NODE_TLS_REJECT_UNAUTHORIZED === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  })
  for (let round = 0; round < 2; round += 1) {
    const into = Buffer.alloc(10)
    await arrived((await ask(into)).body)
    t.equal(into.toString(), '0123456789')
  }
})

t.test('an answer may arrive in any pieces', async t => {
  const bytes = Buffer.concat([head(10, 'ETag: "x"\r\n'), data])
  for (const size of [1, 7, bytes.length - 11, bytes.length - 10, bytes.length - 9]) {
    const { ask } = await startPartServer(t, [
      async socket => {
        for (let at = 0; at < bytes.length; at += size) {
          await new Promise(resolve => socket.write(bytes.subarray(at, at + size), resolve))
          await setImmediate()
        }
      },
    ])
    const into = Buffer.alloc(10)
    const { body, headers } = await ask(into)
    await arrived(body)
    t.match([into.toString(), headers.etag], ['0123456789', '"x"'], `pieces of ${size}`)
  }
})

t.test('a part of a size that no single read brings is whole', async t => {
  const large = Buffer.from(Uint32Array.from({ length: 2 ** 21 }, (_, i) => i * 2654435761).buffer)
  const { ask } = await startPartServer(t, [part(large)])
  const into = Buffer.alloc(large.length)
  await arrived((await ask(into)).body)
  t.ok(into.equals(large))
})

t.test('a connection that the server has closed is replaced without an error', async t => {
  const { ask, connections } = await startPartServer(t, [
    part(data),
    socket => socket.destroy(), // meets the second request
    part(data),
  ])
  await arrived((await ask(Buffer.alloc(10))).body)
  const into = Buffer.alloc(10)
  await arrived((await ask(into)).body)
  t.equal(into.toString(), '0123456789')
  t.equal(connections.length, 2)
})

t.test('a new connection that is closed instead of an answer is an error that the SDK repeats', async t => {
  const { ask, connections } = await startPartServer(t, [socket => socket.destroy()])
  await t.rejects(ask(Buffer.alloc(10)), { code: 'ECONNRESET' })
  t.equal(connections.length, 1)
})

t.test('a part that breaks off is an error of its body', async t => {
  const { ask } = await startPartServer(t, [
    socket => socket.write(Buffer.concat([head(10), data.subarray(0, 4)]), () => socket.destroy()),
  ])
  const into = Buffer.alloc(10)
  const { body } = await ask(into)
  await t.rejects(arrived(body), { code: 'ECONNRESET' })
  t.equal(into.toString('latin1'), '0123\0\0\0\0\0\0')
})

t.test('after Connection: close the next request has a connection of its own', async t => {
  const { ask, connections } = await startPartServer(t, [part(data, 'Connection: Close\r\n')])
  for (let round = 0; round < 2; round += 1) await arrived((await ask(Buffer.alloc(10))).body)
  t.equal(connections.length, 2)
})

t.test('bytes that nobody asked for end their connection', async t => {
  const { ask, connections } = await startPartServer(t, [
    socket => socket.write(Buffer.concat([head(10), data, Buffer.from('more')])),
    part(data),
  ])
  const response = await ask(Buffer.alloc(10))
  t.equal(await text(response.body), '0123456789', 'the length that the head says counts')
  const { ask: again, connections: others } = await startPartServer(t, [part(data)])
  await arrived((await again(Buffer.alloc(10))).body)
  others[0]!.write('more')
  await once(others[0]!, 'close')
  await arrived((await again(Buffer.alloc(10))).body)
  t.equal(others.length, 2)
  t.equal(connections.length, 1)
})

t.test('a server that does not answer in time is an error that the SDK repeats', async t => {
  const { ask, connections } = await startPartServer(t, [() => undefined], { requestTimeout: 50 })
  await t.rejects(ask(Buffer.alloc(10)), { name: 'TimeoutError', message: 'There was no answer within 50 ms.' })
  await once(connections[0]!, 'close')
  t.pass('the connection is closed')
})

t.test('the clock of an answer ends with its head: the body has another one', async t => {
  const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = timers()
  const { ask } = await startPartServer(t, [socket => socket.write(head(10))])
  await ask(Buffer.alloc(10))
  t.equal(timers(), before)
})

t.test('a request that is aborted ends, whatever it waits for', async t => {
  const { ask, connections, requests } = await startPartServer(t, [
    () => stop.abort(),
    socket => socket.write(Buffer.concat([head(10), data.subarray(0, 4)])),
    socket => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc'),
  ])
  let stop = new AbortController()
  await t.rejects(ask(Buffer.alloc(10), AbortSignal.abort()), { name: 'AbortError' })
  const sent = requests.length
  await t.rejects(ask(Buffer.alloc(10), stop.signal), { name: 'AbortError' })
  stop = new AbortController()
  const arriving = await ask(Buffer.alloc(10), stop.signal)
  stop.abort()
  await t.rejects(arrived(arriving.body), { name: 'AbortError' })
  stop = new AbortController()
  const other = await ask(Buffer.alloc(10), stop.signal)
  stop.abort()
  await t.rejects(text(other.body))
  t.equal(sent, 0)
  await Promise.all(connections.map(socket => socket.destroyed || once(socket, 'close')))
  t.pass('every connection is closed')
})

t.test('a signal that is aborted later does nothing to the connection', async t => {
  const { ask, connections } = await startPartServer(t, [part(data)])
  const stop = new AbortController()
  await arrived((await ask(Buffer.alloc(10), stop.signal)).body)
  stop.abort()
  await arrived((await ask(Buffer.alloc(10))).body)
  t.equal(connections.length, 1)
})

t.test('a header that would become two is refused as Node’s client refuses it', async t => {
  const { ask, requests } = await startPartServer(t, [part(data)])
  await t.rejects(ask(Buffer.alloc(10), undefined, { 'if-match': '"x"\r\nx-evil: 1' }), { code: 'ERR_INVALID_CHAR' })
  t.same(requests, [])
})

t.test('a handler that is destroyed closes its connections', async t => {
  const { ask, connections, handler } = await startPartServer(t, [part(data)])
  await arrived((await ask(Buffer.alloc(10))).body)
  handler.destroy()
  await once(connections[0]!, 'close')
  const silent = await startPartServer(t, [() => silent.handler.destroy()])
  await t.rejects(silent.ask(Buffer.alloc(10)), { code: 'ECONNRESET' }, 'also those in use')
})

t.test('memory of an aborted part is not written after its body has closed', async t => {
  const bytes = Buffer.alloc(2 ** 20, 1)
  const { ask } = await startPartServer(t, [part(bytes)], { secure: true })
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  t.teardown(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED)
  const into = Buffer.alloc(bytes.length)
  const { body } = await ask(into)
  ;(body as Readable).destroy()
  await once(body as Readable, 'close')
  const before = into.toString('latin1')
  await setImmediate()
  await setImmediate()
  t.equal(into.toString('latin1') === before, true)
})
