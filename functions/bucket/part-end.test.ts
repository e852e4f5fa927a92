import { getEventListeners, once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { HttpRequest } from '@smithy/core/transport'
import t from 'tap'
import { PartHandler } from './part-handler.ts'
import { arrived, head, part, startPartServer, text } from './part-server-fixture.ts'

const data = Buffer.from('0123456789')

t.test('a server that does not answer in time is an error that the SDK repeats', async t => {
  const { ask, connections } = await startPartServer(t, [() => undefined], { requestTimeout: 50 })
  await t.rejects(ask(Buffer.alloc(10)), { name: 'TimeoutError', message: 'There was no answer within 50 ms.' })
  await once(connections[0]!, 'close')
  t.pass('the connection is closed')
})

t.test('a server that accepts no connection is an error that says so', async t => {
  // Its thread waits, so that only the system takes connections, as many as the backlog holds.
  const program = `
    const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:worker_threads').parentPort.postMessage(server.address().port)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    })`
  const server = new Worker(program, { eval: true })
  const fillers: Socket[] = []
  const handler = new PartHandler({ connectionTimeout: 50, requestTimeout: 20_000 })
  t.teardown(async () => {
    handler.destroy()
    for (const filler of fillers) filler.destroy()
    await server.terminate()
  })
  const [port] = await once(server, 'message')
  for (let connected = true; connected && fillers.length < 10;) {
    const filler = connect(port, '127.0.0.1')
    fillers.push(filler)
    connected = await Promise.race([once(filler, 'connect').then(() => true), setTimeout(500, false)])
  }
  const request = new HttpRequest({ protocol: 'http:', hostname: '127.0.0.1', port, path: '/key' })
  const asked = handler.handle(request, { into: Buffer.alloc(10) })
  await t.rejects(asked, { name: 'TimeoutError', message: 'There was no connection within 50 ms.' })
})

t.test('a server that stops to answer on a connection that it used before has the same time', async t => {
  const { ask } = await startPartServer(t, [part(data), () => undefined], { requestTimeout: 50 })
  await arrived((await ask(Buffer.alloc(10))).body)
  await t.rejects(ask(Buffer.alloc(10)), { message: 'There was no answer within 50 ms.' })
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
  await t.rejects(ask(Buffer.alloc(10), AbortSignal.abort()), { name: 'AbortError', message: 'Request aborted' })
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
  t.same(getEventListeners(stop.signal, 'abort'), [])
  stop.abort()
  await arrived((await ask(Buffer.alloc(10))).body)
  t.equal(connections.length, 1)
})

t.test('a part that arrives later than its head no longer listens to the signal when it is complete', async t => {
  const { ask, connections } = await startPartServer(t, [socket => socket.write(head(10))])
  const { signal } = new AbortController()
  const { body } = await ask(Buffer.alloc(10), signal)
  t.equal(getEventListeners(signal, 'abort').length, 1)
  connections[0]!.write(data)
  await arrived(body)
  t.same(getEventListeners(signal, 'abort'), [])
})

t.test('a handler that is destroyed closes its connections', async t => {
  const { ask, connections, handler } = await startPartServer(t, [part(data)])
  await arrived((await ask(Buffer.alloc(10))).body)
  handler.destroy()
  await once(connections[0]!, 'close')
  const busy = await startPartServer(t, [socket => socket.write(head(10)), socket => socket.write(head(10))])
  const bodies = [(await busy.ask(Buffer.alloc(10))).body, (await busy.ask(Buffer.alloc(10))).body]
  busy.handler.destroy()
  for (const body of bodies) await t.rejects(arrived(body), { code: 'ECONNRESET' }, 'parts that arrive break off')
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
