import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { HttpRequest } from '@smithy/core/transport'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import t from 'tap'
import { arrived, head, part, startPartServer, text } from './part-server-fixture.ts'

const data = Buffer.from('0123456789')

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

t.test('a server over TLS hears its name and HTTP/1.1; an address is no name', async t => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  t.teardown(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED)
  for (const [hostname, servername] of [
    ['localhost', 'localhost'],
    ['127.0.0.1', false],
  ] as const) {
    const { ask, connections } = await startPartServer(t, [part(data)], { secure: true, hostname })
    await arrived((await ask(Buffer.alloc(10))).body)
    t.match(connections[0], { servername, alpnProtocol: 'http/1.1' })
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
  await t.rejects(ask(Buffer.alloc(10)), { code: 'ECONNRESET', message: 'socket hang up' })
  t.equal(connections.length, 1)
})

t.test('a head that has no end is refused as Node’s client refuses it', async t => {
  const { ask } = await startPartServer(t, [
    socket => socket.write(`HTTP/1.1 206 Partial Content\r\nx-long: ${'x'.repeat(20_000)}`),
  ])
  await t.rejects(ask(Buffer.alloc(10)), { code: 'HPE_HEADER_OVERFLOW' })
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

t.test('a request that is more than a question for a part is sent as the SDK sends it', async t => {
  const { handler, requests, connections, ask } = await startPartServer(t, [part(data, 'Connection: close\r\n')])
  await arrived((await ask(Buffer.alloc(10))).body)
  const port = connections[0]!.localPort
  const others: Partial<HttpRequest>[] = [
    { method: 'HEAD' },
    { method: 'POST' },
    { body: 'text', headers: { 'content-length': '4' } },
    { username: 'me', password: 'word' },
    { fragment: 'end' },
  ]
  for (const other of others) {
    const request = new HttpRequest({ protocol: 'http:', hostname: '127.0.0.1', port, path: '/key', ...other })
    requests.length = 0
    await handler.handle(request)
    const expected = requests.join('')
    requests.length = 0
    await handler.handle(request, { into: Buffer.alloc(10) })
    t.equal(requests.join(''), expected, Object.keys(other).join())
  }
})

const addresses = Object.values(networkInterfaces()).flatMap(each => each ?? [])
const skip = addresses.some(({ address }) => address === '::1') ? false : 'this machine has no IPv6'
t.test('a server is found by an IPv6 address, which the endpoint has in brackets', { skip }, async t => {
  const { ask, requests } = await startPartServer(t, [part(data)], { hostname: '[::1]' })
  await ask(Buffer.alloc(10))
  t.equal(requests.length, 1)
})

t.test('a header that would become two is refused as Node’s client refuses it', async t => {
  const { ask, requests } = await startPartServer(t, [part(data)])
  await t.rejects(ask(Buffer.alloc(10), undefined, { 'if-match': '"x"\r\nx-evil: 1' }), { code: 'ERR_INVALID_CHAR' })
  for (const name of [' x', 'x ', 'x:']) {
    await t.rejects(ask(Buffer.alloc(10), undefined, { [name]: 'a' }), { code: 'ERR_INVALID_HTTP_TOKEN' })
  }
  const none = { 'x-none': undefined } as unknown as Record<string, string>
  await t.rejects(ask(Buffer.alloc(10), undefined, none), { code: 'ERR_HTTP_INVALID_HEADER_VALUE' })
  t.same(requests, [])
  await ask(Buffer.alloc(10), undefined, { 'if-match': '"\xe9"' })
  t.match(requests[0], 'if-match: "\xe9"\r\n', 'and every other one is written byte by byte')
})

t.test('a path that would become two lines is refused as Node’s client refuses it', async t => {
  const { handler, requests } = await startPartServer(t, [part(data)])
  for (const path of ['\n/key', '/key\n', '/a key']) {
    const request = new HttpRequest({ protocol: 'http:', hostname: '127.0.0.1', port: 1, path })
    await t.rejects(handler.handle(request, { into: Buffer.alloc(10) }), { code: 'ERR_UNESCAPED_CHARACTERS' })
  }
  t.same(requests, [])
})

t.test('the SDK finds and changes the settings of the handler as those of its own', async t => {
  const { handler } = await startPartServer(t, [])
  t.same(handler.metadata, new NodeHttpHandler().metadata)
  handler.updateHttpClientConfig('requestTimeout', 77)
  // They take effect with the next request, here to a port that nobody serves.
  await t.rejects(handler.handle(new HttpRequest({ protocol: 'http:', hostname: '127.0.0.1', port: 1 })))
  t.equal(handler.httpHandlerConfigs().requestTimeout, 77)
})
