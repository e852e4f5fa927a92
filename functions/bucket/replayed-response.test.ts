import { once } from 'node:events'
import type { Readable } from 'node:stream'
import t from 'tap'
import { part, startPartServer } from './part-server-fixture.ts'

const data = Buffer.from('0123456789')

async function text(body: unknown): Promise<string> {
  return Buffer.concat(await (body as Readable).toArray()).toString()
}

const others: [what: string, answer: string, status: number, content: string][] = [
  ['an error with a length', 'HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nabc', 403, 'abc'],
  [
    'an error in chunks',
    'HTTP/1.1 412 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n',
    412,
    'abc',
  ],
  ['an error that ends with the connection', 'HTTP/1.1 503 Slow Down\r\n\r\nabc', 503, 'abc'],
  ['an error without content', 'HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n', 416, ''],
  ['a part in chunks', 'HTTP/1.1 206 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n', 206, 'abc'],
  ['a part of another length', 'HTTP/1.1 206 OK\r\nContent-Length: 3\r\n\r\nabc', 206, 'abc'],
  ['the whole object', `HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n${data.toString()}0`, 200, '01234567890'],
  [
    'the whole object of this length',
    `HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n${data.toString()}`,
    200,
    '0123456789',
  ],
  ['an answer after 100 Continue', 'HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 403 No\r\nContent-Length: 1\r\n\r\na', 403, 'a'],
  ['a long head', `HTTP/1.1 403 No\r\nX: ${'x'.repeat(15_000)}\r\nContent-Length: 1\r\n\r\na`, 403, 'a'],
]
for (const [what, answer, status, content] of others) {
  t.test(`${what} is given as the SDK's own handler gives it`, async t => {
    const { ask, requests, connections } = await startPartServer(t, [
      socket => (answer.includes('ength') || answer.includes('chunked') ? socket.write(answer) : socket.end(answer)),
    ])
    const into = Buffer.alloc(10)
    const response = await ask(into)
    t.equal(response.statusCode, status)
    t.equal(await text(response.body), content)
    t.same(into, Buffer.alloc(10), 'the memory of the part holds nothing of it')
    t.equal(requests.length, 1)
    await text((await ask(into)).body)
    t.equal(connections.length, 2, 'its connection is not used again')
    await Promise.all(connections.map(socket => socket.destroyed || once(socket, 'close')))
  })
}

t.test('a part with a length and in chunks too is refused as Node’s client refuses it', async t => {
  const heads = 'Content-Length: 10\r\nTransfer-Encoding: chunked\r\n'
  const { ask } = await startPartServer(t, [
    socket => socket.write(`HTTP/1.1 206 OK\r\n${heads}\r\n0\r\n\r\n`), // fewer bytes than the part has
  ])
  await t.rejects(ask(Buffer.alloc(10)), { code: /^HPE_/ })
})

t.test('a long answer that is no part does not fill the memory before it is read', async t => {
  const pieces = 64
  let written = 0
  const { ask } = await startPartServer(t, [
    socket => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${pieces * 2 ** 20}\r\n\r\n`)
      for (let i = 0; i < pieces; i += 1) socket.write(Buffer.alloc(2 ** 20, i), () => (written += 1))
    },
  ])
  const { body } = await ask(Buffer.alloc(10))
  let bytes = 0
  for await (const chunk of body as Readable) bytes += (chunk as Buffer).length
  t.equal(bytes, pieces * 2 ** 20)
  t.equal(written, pieces)
})

t.test('an answer that is not HTTP is an error', async t => {
  const { ask } = await startPartServer(t, [socket => socket.end('SSH-2.0-server\r\n\r\n')])
  await t.rejects(ask(Buffer.alloc(10)), { code: /^HPE_/ })
})

t.test('the clock continues after an interim answer, and a change of protocols is not an answer', async t => {
  for (const status of [100, 102, 103]) {
    const { ask } = await startPartServer(t, [socket => socket.write(`HTTP/1.1 ${status} X\r\n\r\n`)], {
      requestTimeout: 50,
    })
    await t.rejects(ask(Buffer.alloc(10)), { name: 'TimeoutError' }, `${status}`)
  }
  const { ask } = await startPartServer(t, [
    socket => socket.write('HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
  ])
  await t.rejects(ask(Buffer.alloc(10)), { code: 'ECONNRESET', message: 'socket hang up' })
})

t.test('an answer that arrived whole is whole for a slow reader, though the server has closed', async t => {
  const content = Buffer.alloc(300_000, 'x')
  for (const [form, closes] of [
    ['Content-Length: 300000\r\nConnection: close\r\n', 'with a length'],
    ['', 'until the connection ends'],
  ] as const) {
    const { ask } = await startPartServer(t, [
      socket => {
        socket.write(`HTTP/1.1 200 OK\r\n${form}\r\n`)
        socket.end(content)
      },
    ])
    const { body } = await ask(Buffer.alloc(10))
    let bytes = 0
    for await (const chunk of body as Readable) {
      bytes += (chunk as Buffer).length
      await new Promise(resolve => setTimeout(resolve, 20)) // longer than the end of the connection takes to arrive
    }
    t.equal(bytes, content.length, closes)
  }
})

t.test('a part that says its length and breaks off is no whole answer of another form', async t => {
  const { ask } = await startPartServer(t, [socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')])
  await t.rejects(text((await ask(Buffer.alloc(10))).body), { code: 'ECONNRESET' })
})

const oddLines = ['no colon', ' folded', 'X : y', 'X: \u0001', 'X\u00e9: y']
for (const line of oddLines) {
  t.test(`a head with the line ${JSON.stringify(line)} is left to Node’s client`, async t => {
    const { ask } = await startPartServer(t, [part(data, `ETag: "x"\r\n${line}\r\n`)])
    const into = Buffer.alloc(10)
    await ask(into).catch((error: { code: string }) => t.match(error.code, /^HPE_/))
    t.same(into, Buffer.alloc(10))
  })
}
