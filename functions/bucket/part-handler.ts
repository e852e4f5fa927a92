import type { IncomingMessage } from 'node:http'
import { Duplex, type Readable } from 'node:stream'
import { type HttpRequest, HttpResponse } from '@smithy/core/transport'
import { buildQueryString } from '@smithy/core/protocols'
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler'
import { PartConnection } from './part-connection.ts'
import { replayResponse } from './replayed-response.ts'

type HandlerOptions = NonNullable<Parameters<NodeHttpHandler['handle']>[1]>

/** Options of a request that is sent through this handler. */
export interface PartRequestOptions extends HandlerOptions {
  /** Memory for the part that the request asks for, of its length. */
  readonly into?: Uint8Array | undefined
}

type Limits = Required<Pick<NodeHttpHandlerOptions, 'connectionTimeout' | 'requestTimeout'>>

/**
 * Sends the SDK's requests. Parts arrive in the memory that the option `into` gives: the body is a PlacedResponse then.
 * Every other request goes through the SDK's own handler.
 */
export class PartHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' }
  readonly #others: NodeHttpHandler
  readonly #limits: Limits
  readonly #all = new Set<PartConnection>()
  readonly #idle = new Map<string, PartConnection[]>()

  constructor(limits: Limits) {
    this.#limits = limits
    this.#others = new NodeHttpHandler({ ...limits, throwOnRequestTimeout: true })
  }

  async handle(request: HttpRequest, options: PartRequestOptions = {}): Promise<{ response: HttpResponse }> {
    const text = options.into && requestText(request)
    if (text === undefined) return this.#others.handle(request, options)
    return { response: await this.#ask(request, text, options.into!, options.abortSignal as AbortSignal) }
  }

  destroy(): void {
    for (const connection of this.#all) connection.close()
    this.#idle.clear()
    this.#others.destroy()
  }

  updateHttpClientConfig(...change: Parameters<NodeHttpHandler['updateHttpClientConfig']>): void {
    this.#others.updateHttpClientConfig(...change)
  }

  httpHandlerConfigs(): NodeHttpHandlerOptions {
    return this.#others.httpHandlerConfigs()
  }

  async #ask(request: HttpRequest, text: string, into: Uint8Array, signal?: AbortSignal): Promise<HttpResponse> {
    for (;;) {
      const connection = this.#connection(request)
      // A connection that the server has closed meanwhile is not a failure: the next one is used, at last a new one.
      const { used } = connection
      try {
        return await this.#inTime(connection, signal, async () => {
          const { response, stream } = await answerOf(connection, text, into)
          endWith(signal, stream)
          return response
        })
      } catch (error) {
        if (!used || !['ECONNRESET', 'EPIPE'].includes(String((error as { code?: string }).code))) throw error
      }
    }
  }

  #connection({ protocol, hostname, port }: HttpRequest): PartConnection {
    const secure = protocol === 'https:'
    const origin = { secure, hostname: hostname.replaceAll(/[[\]]/g, ''), port: port ?? (secure ? 443 : 80) }
    const name = JSON.stringify(origin)
    const idle = this.#idle.get(name) ?? []
    this.#idle.set(name, idle)
    let connection = idle.pop()
    while (connection && !connection.isOpen) connection = idle.pop()
    if (connection) return connection
    for (const old of this.#all) if (!old.isOpen) this.#all.delete(old)
    const fresh = new PartConnection(origin, free => idle.push(free))
    this.#all.add(fresh)
    return fresh
  }

  async #inTime<T>(connection: PartConnection, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const { connectionTimeout, requestTimeout } = this.#limits
    const late = (what: string, ms: number) => () =>
      connection.close(Object.assign(new Error(`${what} within ${ms} ms.`), { name: 'TimeoutError' }))
    const abort = () => connection.close(aborted())
    let clock = setTimeout(late('There was no connection', connectionTimeout), connectionTimeout)
    connection.onConnected(() => {
      clearTimeout(clock)
      clock = setTimeout(late('There was no answer', requestTimeout), requestTimeout)
    })
    signal?.addEventListener('abort', abort)
    try {
      const working = work()
      if (signal?.aborted) abort()
      return await working
    } finally {
      clearTimeout(clock)
      signal?.removeEventListener('abort', abort)
    }
  }
}

/** Ends a body that is still arriving when the request is aborted. */
function endWith(signal: AbortSignal | undefined, body: Readable): void {
  const abort = () => void body.destroy(aborted())
  if (body.destroyed) return
  signal?.addEventListener('abort', abort)
  body.once('close', () => signal?.removeEventListener('abort', abort))
}

function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' })
}

/** Asks, and returns the answer for the SDK with the stream that ends its connection when it is destroyed. */
async function answerOf(
  connection: PartConnection,
  text: string,
  into: Uint8Array,
): Promise<{ response: HttpResponse; stream: Readable }> {
  const answer = await connection.ask(text, into)
  if (!(answer instanceof Duplex)) return { response: new HttpResponse(answer), stream: answer.body }
  return { response: otherResponse(await replayResponse(answer)), stream: answer }
}

function otherResponse(body: IncomingMessage): HttpResponse {
  const headers = Object.entries(body.headers).map(([name, value]) => [name, String(value)])
  return new HttpResponse({ statusCode: body.statusCode ?? 0, headers: Object.fromEntries(headers), body })
}

/**
 * The request as HTTP/1.1 writes it (RFC 9110, 5.5 and 5.6.2). Undefined if Node's client would refuse it, or writes more
 * than this: a body, credentials of the address.
 */
function requestText({ method, path, query, headers, body, username, fragment }: HttpRequest): string | undefined {
  if (method !== 'GET' || body || username !== undefined || fragment !== undefined) return undefined
  const question = buildQueryString(query ?? {})
  const target = `${path}${question && `?${question}`}`
  const fields = Object.entries(headers)
  const isPlain =
    /^[!-~\x80-\xff]+$/.test(target) &&
    fields.every(
      ([name, value]) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value ?? '\0'),
    )
  if (!isPlain) return undefined
  return [`GET ${target} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
}
