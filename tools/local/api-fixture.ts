import { createServer, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

const allowed = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'Content-Type' }

/**
 * A server in place of the API. It answers preflights as API Gateway does, and every other request with the given
 * answer.
 */
export async function apiInstead(
  t: Test,
  answer: (path: string, send: (status: number, body: string, headers?: Record<string, string>) => void) => void,
): Promise<string> {
  const server = createServer((request, response) => {
    if (request.method === 'OPTIONS') return response.writeHead(204, allowed).end()
    request.resume()
    return answer(request.url!.split('/').at(-1)!, (status, body, headers = {}) =>
      write(response, status, body, headers),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/prod`
}

function write(response: ServerResponse, status: number, body: string, headers: Record<string, string>): void {
  response.writeHead(status, { ...allowed, 'Content-Type': 'application/json', ...headers }).end(body)
}
