import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { createServer as createSecureServer } from 'node:tls'
import { HttpRequest } from '@smithy/core/transport'
import type { Test } from 'tap'
import { certificate } from './certificate-fixture.ts'
import { PartHandler } from './part-handler.ts'
import type { PlacedResponse } from './placed-response.ts'

/** Writes an answer to a request, whose text it gets. */
export type Answer = (socket: Socket, request: string) => void

/**
 * A server that answers with bytes of the test's choice, and a handler that asks it. Each request takes the next answer;
 * the last one stays.
 */
export async function startPartServer(
  t: Test,
  answers: Answer[],
  options: { secure?: boolean; requestTimeout?: number; hostname?: string } = {},
) {
  const { secure = false, requestTimeout = 120_000, hostname = secure ? 'localhost' : '127.0.0.1' } = options
  const connections: Socket[] = []
  const requests: string[] = []
  const take = (socket: Socket) => {
    connections.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', data => {
      requests.push(data.toString('latin1'))
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      answer?.(socket, data.toString('latin1'))
    })
  }
  const server: Server = secure
    ? createSecureServer({ ...certificate, ALPNProtocols: ['h2', 'http/1.1'] }, take)
    : createServer(take)
  await once(server.listen(0, hostname === '[::1]' ? '::1' : '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const handler = new PartHandler({ connectionTimeout: 120_000, requestTimeout })
  t.teardown(async () => {
    handler.destroy()
    for (const socket of connections) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })
  const ask = async (into: Uint8Array, abortSignal?: AbortSignal, headers: Record<string, string> = {}) => {
    const request = new HttpRequest({
      protocol: secure ? 'https:' : 'http:',
      hostname,
      port,
      path: '/bucket/key',
      query: { 'x-id': 'Get Object' },
      headers: { host: 'bucket', range: `bytes=0-${into.length - 1}`, ...headers },
    })
    return (await handler.handle(request, { into, abortSignal })).response
  }
  return { ask, connections, requests, handler }
}

/** An answer with a part. */
export function part(bytes: Uint8Array, headers = ''): Answer {
  return socket => socket.write(Buffer.concat([head(bytes.length, headers), bytes]))
}

export function head(length: number, headers = ''): Buffer {
  return Buffer.from(`HTTP/1.1 206 Partial Content\r\nContent-Length: ${length}\r\n${headers}\r\n`)
}

/** Waits for the rest of a part. */
export async function arrived(body: unknown): Promise<void> {
  const response = body as PlacedResponse
  if (!response.closed) await once(response, 'close')
  if (response.errored) throw response.errored
}

/** The text of an answer that is no part. */
export async function text(body: unknown): Promise<string> {
  return Buffer.concat(await (body as Readable).toArray()).toString()
}
