import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import type { Verification } from '../verification.ts'
import { httpCall } from './http-call.ts'

/** An API that answers everything with this text, and a verification of it. */
async function api(t: Test, answer: string, authorization = 'NONE', more: Partial<Verification> = {}) {
  const seen: (Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { body: string })[] = []
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request
    seen.push({ method, url, headers, body: await text(request) })
    response.writeHead(418, { 'x-request-id': 'r-1' }).end(answer)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => (server.closeAllConnections(), server.close()))
  const credentials = async () => ({ accessKeyId: 'AKIA', secretAccessKey: 'secret' })
  const verification = {
    system: {
      apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prod/`,
      region: 'eu-west-1',
      outputs: { ApiAuthorization: authorization },
    },
    connection: { credentials },
    ...more,
  } as unknown as Verification
  const call = (...args: [method: string, path: string, options?: Parameters<typeof httpCall>[3]]) =>
    httpCall(verification, ...args)
  return { call, seen }
}

t.test('a call has another origin, JSON where there is a body, and the whole answer', async t => {
  const { call, seen } = await api(t, '{"a":1}')
  const answer = await call('POST', '/predict?x=1', { body: { fileId: 'f' }, headers: { 'x-own': '1' } })
  t.match(answer, { call: 'POST /predict?x=1', statusCode: 418, text: '{"a":1}', json: { a: 1 } })
  t.equal(answer.headers.get('x-request-id'), 'r-1')
  await call('OPTIONS', '/predict')
  await call('POST', '/ingest', { body: 'as it is', headers: { 'content-type': 'text/plain' } })
  t.match(seen, [
    {
      method: 'POST',
      url: '/prod/predict?x=1',
      body: '{"fileId":"f"}',
      headers: { origin: 'https://paper.example', 'content-type': 'application/json', 'x-own': '1' },
    },
    { method: 'OPTIONS', url: '/prod/predict', body: '' },
    { body: 'as it is', headers: { 'content-type': 'text/plain' } },
  ])
  t.notOk('content-type' in seen[1]!.headers)
  t.notOk(seen.some(({ headers }) => 'authorization' in headers))
})

t.test('a text that is not JSON has no JSON, and Ctrl-C ends a call', async t => {
  const { call } = await api(t, 'No.')
  t.match(await call('GET', '/'), { text: 'No.', json: undefined })
  const aborted = await api(t, '', 'NONE', { signal: AbortSignal.abort() })
  await t.rejects(aborted.call('GET', '/'), { name: 'AbortError' })
})

t.test('only calls of the functions are signed, where the API asks for it', async t => {
  const { call, seen } = await api(t, '', 'AWS_IAM')
  for (const [method, path] of [
    ['POST', '/ingest'],
    ['POST', '/predict?x=1'],
    ['GET', '/predict'],
    ['OPTIONS', '/ingest'],
    ['POST', '/ingest/more'],
    ['POST', '/other'],
  ] as const)
    await call(method, path, method === 'POST' ? { body: {} } : {})
  t.same(
    seen.map(({ headers }) => headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=AKIA/') ?? false),
    [true, true, false, false, false, false],
  )
  t.match(seen[0]!.headers, { origin: 'https://paper.example', 'content-type': 'application/json' })
})
