import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { fakeApi } from '../measure/fake-api-fixture.ts'
import { eventually, within } from '../testing/eventually.ts'
import { ApiClient } from './api-client.ts'

t.test('parallel calls use the connections that were opened before, and opening wakes no function', async t => {
  const { api, requests } = await fakeApi(t, () => ({ statusCode: 200, body: { a: 1 }, requestId: 'r-1' }))
  const [first] = await Promise.all([api.post('/predict', {}), api.post('/predict', {})])
  t.match(first, { reusedConnection: false, body: { a: 1 }, requestId: 'r-1' })
  const { api: prepared, requests: seen } = await fakeApi(t, () => ({ statusCode: 200, body: null }))
  await prepared.connect(4)
  const answers = await Promise.all(Array.from({ length: 4 }, () => prepared.post('/predict', {})))
  t.same(
    answers.map(({ reusedConnection }) => reusedConnection),
    [true, true, true, true],
  )
  t.equal(new Set(seen.map(({ socket }) => socket)).size, 4)
  t.same(
    seen.slice(0, 4).map(({ method, path }) => [method, path]),
    Array(4).fill(['OPTIONS', '/poc/predict']),
  )
  t.equal(requests.length, 2)
})

t.test('a connection without a call is closed by the client, and one with a call is not', async t => {
  const answer = { statusCode: 200, body: null }
  let answerNow = () => {}
  const late = new Promise<typeof answer>(resolve => (answerNow = () => resolve(answer)))
  const { api, requests } = await fakeApi(t, count => (count === 0 ? answer : late), { idleMs: 20 })
  await api.post('/predict', {})
  const { socket } = requests[0]!
  if (!socket.destroyed) await within('the connection closes', once(socket, 'close'))
  const long = api.post('/predict', {})
  await eventually('the call arrives', () => requests.length === 2)
  await setTimeout(100) // several times the limit
  answerNow()
  t.match(await long, { statusCode: 200, reusedConnection: false })
})

t.test('a closed client has closed its connections', async t => {
  const { api, requests } = await fakeApi(t, () => ({ statusCode: 200, body: null }), { idleMs: 60_000 })
  await api.post('/predict', {})
  const { socket } = requests[0]!
  const closed = once(socket, 'close')
  api.close()
  await within('the connection closes', closed, { deadlineMs: 10_000 })
})

t.test('an answer that is not JSON has its status and its text', async t => {
  const { api } = await fakeApi(t, () => ({ statusCode: 502, body: '<html>Bad gateway</html>' }))
  t.match(await api.post('/predict', {}), { statusCode: 502, body: '<html>Bad gateway</html>' })
})

t.test('a server that hangs up or does not answer in time is an error', async t => {
  const { api } = await fakeApi(t, count => (count === 0 ? 'hang up' : 'never'), { timeoutMs: 1500 })
  await t.rejects(api.post('/predict', {}), /hang up|ECONNRESET/)
  await t.rejects(api.post('/predict', {}), { message: 'no answer within 1.5 s' })
})

t.test('Ctrl-C ends a call', async t => {
  const abort = new AbortController()
  const { api } = await fakeApi(t, () => {
    abort.abort()
    return 'never'
  })
  await t.rejects(api.post('/predict', {}, abort.signal), { name: 'AbortError' })
})

t.test('a call is a POST of JSON to the path below the base address, with or without its last slash', async t => {
  const { api, requests } = await fakeApi(t, () => ({ statusCode: 200, body: '' }))
  t.equal((await api.post('/ingest', { key: 'ä' })).body, null, 'an empty body')
  t.match(requests[0], { method: 'POST', path: '/poc/ingest', body: { key: 'ä' } })
  t.match(requests[0]!.headers, { 'content-type': 'application/json', 'content-length': '12' })
  const { localPort } = requests[0]!.socket
  const slashed = new ApiClient(`http://127.0.0.1:${localPort}/poc/`)
  t.teardown(() => slashed.close())
  await slashed.post('/predict', '{"as":"it is"}')
  t.match(requests[1], { path: '/poc/predict', body: { as: 'it is' } })
})

t.test('the headers of a signature are sent, and the signer gets the whole call', async t => {
  const { requests, api } = await fakeApi(t, () => ({ statusCode: 200, body: null }))
  await api.post('/predict', {})
  const url = `http://127.0.0.1:${requests[0]!.socket.localPort}/poc`
  const calls: unknown[] = []
  const sign = async (call: { headers: Readonly<Record<string, string>> }) => {
    calls.push(call)
    return { ...call.headers, authorization: 'signed' }
  }
  const signing = new ApiClient(url, { sign })
  t.teardown(() => signing.close())
  await signing.post('/predict', { a: 1 })
  const headers = { 'content-type': 'application/json' }
  t.same(calls, [{ method: 'POST', url: `${url}/predict`, headers, body: '{"a":1}' }])
  t.match(requests[1]!.headers, { authorization: 'signed', ...headers })
})

t.test('an https address is called by TLS, and times are in whole microseconds', async t => {
  const { api, requests } = await fakeApi(t, () => ({ statusCode: 200, body: null }))
  const { clientMs, startedAt, requestId } = await api.post('/predict', {})
  t.ok(clientMs > 0 && clientMs < 60_000)
  t.equal(clientMs, Number(clientMs.toFixed(3)))
  t.ok(Math.abs(Date.now() - startedAt.getTime()) < 60_000)
  t.equal(requestId, undefined)
  const secure = new ApiClient(`https://127.0.0.1:${requests[0]!.socket.localPort}`)
  t.teardown(() => secure.close())
  await t.rejects(secure.post('/predict', {}), { code: /^(EPROTO|ERR_SSL)/ })
})

t.test('a call has 30 seconds unless another time is given, and an answer that breaks off is an error', async t => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': '10' }).write('half')
    setImmediate(() => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const limits: unknown[] = []
  const { setTimeout: real } = globalThis
  globalThis.setTimeout = ((work: () => void, ms: number) => (limits.push(ms), real(work, ms))) as never
  t.teardown(() => void (globalThis.setTimeout = real))
  const api = new ApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  t.teardown(() => api.close())
  await t.rejects(api.post('/predict', {}), { message: 'aborted' })
  t.ok(limits.includes(30_000))
})
