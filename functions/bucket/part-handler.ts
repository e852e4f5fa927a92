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
    for (const connection of [...this.#idle.values()].flat()) connection.close()
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
      // A connection that was closed meanwhile is no failure: the next one is asked, a new one in the end.
      const { used } = connection
      try {
        const answer = await this.#inTime(connection, signal, () => connection.ask(text, into))
        endWith(signal, answer instanceof Duplex ? answer : answer.body)
        return answer instanceof Duplex ? otherResponse(await replayResponse(answer)) : new HttpResponse(answer)
      } catch (error) {
        if (!used || !['ECONNRESET', 'EPIPE'].includes(String((error as { code?: string }).code))) throw error
      }
    }
  }

  #connection({ protocol, hostname, port }: HttpRequest): PartConnection {
    const secure = protocol === 'https:'
    const origin = { secure, hostname: hostname.replace(/^\[|\]$/g, ''), port: port ?? (secure ? 443 : 80) }
    const name = JSON.stringify(origin)
    const idle = this.#idle.get(name) ?? []
    this.#idle.set(name, idle)
    let connection = idle.pop()
    while (connection && !connection.isOpen) connection = idle.pop()
    return connection ?? new PartConnection(origin, free => idle.push(free))
  }

  async #inTime<T>(connection: PartConnection, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const { connectionTimeout, requestTimeout } = this.#limits
    const late = (what: string, ms: number) => () =>
      connection.close(Object.assign(new Error(`${what} within ${ms} ms.`), { name: 'TimeoutError' }))
    const abort = () => connection.close(aborted())
    let clock: NodeJS.Timeout | undefined = setTimeout(
      late('There was no connection', connectionTimeout),
      connectionTimeout,
    )
    connection.onConnected(() => {
      if (!clock) return
      clearTimeout(clock)
      clock = setTimeout(late('There was no answer', requestTimeout), requestTimeout)
    })
    signal?.addEventListener('abort', abort, { once: true })
    try {
      const working = work()
      if (signal?.aborted) abort()
      return await working
    } finally {
      clearTimeout(clock)
      clock = undefined
      signal?.removeEventListener('abort', abort)
    }
  }
}

/** Ends a body that is still arriving when the request is aborted. */
function endWith(signal: AbortSignal | undefined, body: Readable): void {
  const abort = () => body.destroy(aborted())
  signal?.addEventListener('abort', abort, { once: true })
  body.once('close', () => signal?.removeEventListener('abort', abort))
}

function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' })
}

function otherResponse(body: IncomingMessage): HttpResponse {
  const headers = Object.entries(body.headers).map(([name, value]) => [name, String(value)])
  return new HttpResponse({ statusCode: body.statusCode ?? 0, headers: Object.fromEntries(headers), body })
}

/** The request as HTTP/1.1 writes it; undefined if it has a body, or what Node's client would refuse. */
function requestText({ method, path, query, headers, body }: HttpRequest): string | undefined {
  if (method !== 'GET' || body) return undefined
  const question = buildQueryString(query ?? {})
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const head = [`GET ${path}${question && `?${question}`} HTTP/1.1`, ...lines]
  return head.every(line => /^[\t\x20-\x7e\x80-\xff]*$/.test(line)) ? `${head.join('\r\n')}\r\n\r\n` : undefined
}
