import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'
import { ApiClient } from '../exercise/api-client.ts'

export interface FakeAnswer {
  readonly statusCode: number
  /** Sent as JSON, or unchanged if it is a string. */
  readonly body: unknown
  readonly requestId?: string
}

export interface FakeApi {
  readonly api: ApiClient
  readonly requests: readonly {
    method: string
    path: string
    body: any
    headers: IncomingHttpHeaders
    socket: Socket
  }[]
}

/**
 * A fake of the deployed API. The test decides the answer to each POST: 'hang up' closes the connection, 'never' leaves
 * it open. OPTIONS gets the answer of the MOCK integration and does not count.
 */
export async function fakeApi(
  t: Test,
  answer: (count: number) => FakeAnswer | 'hang up' | 'never' | Promise<FakeAnswer>,
  options: { timeoutMs?: number; idleMs?: number } = {},
): Promise<FakeApi> {
  let count = 0
  const requests: FakeApi['requests'][number][] = []
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers, socket } = request
    const sent = await text(request)
    requests.push({ method, path, body: sent && JSON.parse(sent), headers, socket })
    if (method === 'OPTIONS') return void response.writeHead(200).end()
    const reply = await answer(count++)
    if (reply === 'hang up') socket.destroy()
    else if (reply !== 'never') send(response, reply)
  })
  server.keepAliveTimeout = 0 // only the client closes a connection that is idle
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const api = new ApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/poc`, options)
  t.teardown(() => {
    api.close()
    server.closeAllConnections()
    server.close()
  })
  return { api, requests }
}

function send(response: ServerResponse, { statusCode, body, requestId }: FakeAnswer): void {
  response.statusCode = statusCode
  if (requestId) response.setHeader('x-request-id', requestId)
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
