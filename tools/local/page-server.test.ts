import { type OutgoingHttpHeaders, request } from 'node:http'
import { json, text } from 'node:stream/consumers'
import t from 'tap'
import { startPageServer } from './page-server.ts'

t.test('the page is served with the settings of this deployment and with headers that isolate it', async t => {
  const { address, close } = await startPageServer({ apiUrl: 'http://127.0.0.1:1/prod', putModel: async () => {} })
  t.teardown(close)
  const page = await fetch(address)
  t.match(await page.text(), /^<!doctype html>[^]*Content-Security-Policy[^]*<h1>Draw a digit/)
  t.match(Object.fromEntries(page.headers), {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  const settings = await fetch(`${address}settings.js`)
  t.match(await settings.text(), 'settings = {"apiUrl":"http://127.0.0.1:1/prod","canUpload":true}')
  t.equal(settings.headers.get('content-type'), 'text/javascript; charset=utf-8')
  const head = await fetch(`${address}playground.css`, { method: 'HEAD' })
  t.equal(await head.text(), '')
  t.equal(head.headers.get('content-type'), 'text/css; charset=utf-8')
  t.equal(await (await fetch(`${address}index.html`)).text(), await (await fetch(address)).text())
  for (const name of ['tsconfig.json', 'no-such.js', '..%2Fapi.md', 'x/index.html'])
    t.equal((await fetch(address + name)).status, 404, name)
  t.equal((await fetch(address, { method: 'POST' })).status, 405)
})

t.test('a request with a foreign host name is refused', async t => {
  const { address, close } = await startPageServer({ apiUrl: '', putModel: async () => {} })
  t.teardown(close)
  const status = (host: string) =>
    new Promise(resolve => {
      request(address, { headers: { host } }, answer => resolve(answer.resume().statusCode)).end()
    })
  for (const host of ['evil.example', 'localhost', 'localhost:1.evil.example', 'x.localhost:1', '127a0.0.1:1'])
    t.equal(await status(host), 403, host)
  for (const host of ['localhost:1', '127.0.0.1:65535']) t.equal(await status(host), 200, host)
})

t.test('a refusal says why as JSON, and ends the connection, whose rest may be no request', async t => {
  const { address, close } = await startPageServer({
    apiUrl: '',
    putModel: async () => {
      throw new Error('No.')
    },
  })
  t.teardown(close)
  const { host, hostname, port, origin } = new URL(address)
  const ask = (method: string, path: string, headers: OutgoingHttpHeaders = {}) =>
    new Promise<unknown[]>((resolve, reject) => {
      request({ hostname, port, method, path, headers: { host, connection: 'keep-alive', ...headers } }, answer => {
        t.match(answer.headers, {
          'content-type': 'application/json',
          connection: 'close',
          'cache-control': 'no-store',
        })
        json(answer).then(body => resolve([answer.statusCode, body]), reject)
      })
        .on('error', reject)
        .end()
    })
  const refused = (status: number, message: string | RegExp) => [status, { message }]
  t.match(await ask('GET', '/', { host: 'evil.example' }), refused(403, 'Wrong host.'))
  t.match(await ask('GET', '/none'), refused(404, 'There is no such page.'))
  t.match(await ask('DELETE', '/models/a'), refused(405, 'Only GET and PUT /models/NAME are allowed.'))
  t.match(await ask('PUT', '/models/a'), refused(403, 'Only the page of this server may upload.'))
  t.match(await ask('PUT', '/models/a', { origin }), refused(411, 'The file is empty, or its length is missing.'))
  t.match(await ask('GET', '//'), refused(500, /Invalid URL/), 'the server goes on')
  t.match(await ask('GET', '/none'), [404])
})

t.test('only the page itself may upload a model, and it gets the reason of a failure', async t => {
  const put: Record<string, string> = {}
  const { address, close } = await startPageServer({
    apiUrl: '',
    putModel: async (name, content, bytes) => {
      if (name === 'bad') throw new Error('The bucket is full.')
      put[name] = `${bytes} ${await text(content)}`
    },
  })
  t.teardown(close)
  const { origin } = new URL(address)
  const send = async (name: string, body: string, headers: Record<string, string> = { origin }) => {
    const answer = await fetch(`${address}models/${name}`, { method: 'PUT', body, headers })
    return [answer.status, await answer.json()]
  }
  t.same(await send('a%20model.onnx', 'weights'), [201, {}])
  const created = await fetch(`${address}models/b.onnx`, { method: 'PUT', body: 'b', headers: { origin } })
  t.match(Object.fromEntries(created.headers), { 'content-type': 'application/json', 'cache-control': 'no-store' })
  t.match(await send('bad%', 'x'), [400, { message: /URI malformed/ }])
  t.same(put, { 'a model.onnx': '7 weights', 'b.onnx': '1 b' })
  t.same(await send('bad', 'x'), [400, { message: 'The bucket is full.' }])
  t.match(await send('c.onnx', 'x', {}), [403])
  t.match(await send('c.onnx', 'x', { origin: 'https://elsewhere.example' }), [403])
  t.match(await send('c.onnx', ''), [411])
  t.same(Object.keys(put), ['a model.onnx', 'b.onnx'])
})

t.test('the error for an occupied port says what to do', async t => {
  const first = await startPageServer({ apiUrl: '', putModel: async () => {} })
  t.teardown(first.close)
  const port = Number(new URL(first.address).port)
  await t.rejects(startPageServer({ apiUrl: '', putModel: async () => {}, port }), {
    code: 'PORT_IN_USE',
    message: `The page cannot be served on port ${port}: EADDRINUSE.`,
    nextStep: 'Give another --page-port, or none.',
    cause: { code: 'EADDRINUSE' },
  })
})
