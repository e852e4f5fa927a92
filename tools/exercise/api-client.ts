import { Agent, request, type RequestOptions } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'

export interface ApiAnswer {
  readonly statusCode: number
  // any: each endpoint has its own body, and callers read the contract's fields. A body that is not JSON stays text;
  // the functions send none, but whatever is in front of them may.
  readonly body: any
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Lambda's request ID from X-Request-Id. It joins a call with its log records. */
  readonly requestId: string | undefined
  readonly startedAt: Date
  /**
   * Milliseconds on this machine's monotonic clock, from before the request is written until the last byte of the body
   * is read. On a new connection this includes DNS, TCP and TLS set-up.
   */
  readonly clientMs: number
  /** Whether the connection existed before the call. */
  readonly reusedConnection: boolean
}

/** A call without the headers that the HTTP client adds. */
export interface CallToSign {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface ApiClientOptions {
  readonly timeoutMs?: number
  /** The time after which a connection without a call is closed. Default: 4 s. */
  readonly idleMs?: number
  /** Returns the headers with a signature. Signing is not part of a call's time. Default: calls are not signed. */
  readonly sign?: (call: CallToSign) => Promise<Record<string, string>>
}

/**
 * API Gateway gives a function 29 seconds and then answers 504 itself, so a slower call has no answer.
 * https://aws.amazon.com/about-aws/whats-new/2024/06/amazon-api-gateway-integration-timeout-limit-29-seconds/
 */
const defaultTimeoutMs = 30_000

/**
 * Less than any server's limit, or a call could be sent while the server closes the connection, and would get no answer.
 * Node.js, as the local AWS, closes it after 5 s (server.keepAliveTimeout, https://nodejs.org/docs/latest-v20.x/api/http.html).
 */
const defaultIdleMs = 4_000

/** A client of the deployed HTTP API, like any other client on the network. */
export class ApiClient {
  readonly #url: string
  readonly #secure: boolean
  readonly #agent: Agent
  readonly #timeoutMs: number
  readonly #sign: ApiClientOptions['sign']

  constructor(apiUrl: string, { timeoutMs = defaultTimeoutMs, idleMs = defaultIdleMs, sign }: ApiClientOptions = {}) {
    this.#url = apiUrl.replace(/\/$/, '')
    this.#secure = apiUrl.startsWith('https:')
    const options = { keepAlive: true, timeout: idleMs } // a call that is under way has its own limit
    this.#agent = this.#secure ? new SecureAgent(options) : new Agent(options)
    this.#timeoutMs = timeoutMs
    this.#sign = sign
  }

  async post(path: '/ingest' | '/predict', body: unknown, signal?: AbortSignal): Promise<ApiAnswer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const call = { method: 'POST', url: this.#url + path, headers: { 'content-type': 'application/json' }, body: text }
    const signed = this.#sign ? await this.#sign(call) : call.headers
    const headers = { ...signed, 'content-length': Buffer.byteLength(text) }
    return this.#send({ method: 'POST', headers, signal }, path, text)
  }

  /**
   * Opens connections for the next calls. API Gateway answers a preflight itself (the MOCK integration in
   * cloudformation/api.yaml), so this wakes no function.
   */
  async connect(count: number, signal?: AbortSignal): Promise<void> {
    const preflight = { method: 'OPTIONS', signal }
    await Promise.all(Array.from({ length: count }, () => this.#send(preflight, '/predict', '')))
  }

  close(): void {
    this.#agent.destroy()
  }

  #send(options: RequestOptions, path: string, text: string): Promise<ApiAnswer> {
    const send = this.#secure ? secureRequest : request
    return new Promise((resolve, reject) => {
      const startedAt = new Date()
      const start = performance.now()
      const call = send(this.#url + path, { ...options, agent: this.#agent })
      const timer = setTimeout(() => {
        reject(new Error(`no answer within ${this.#timeoutMs / 1000} s`))
        call.destroy()
      }, this.#timeoutMs)
      call.on('close', () => clearTimeout(timer))
      call.on('error', reject)
      call.on('response', async response => {
        try {
          const chunks: Buffer[] = []
          for await (const chunk of response) chunks.push(chunk)
          // The clock resolves microseconds.
          const clientMs = Math.round((performance.now() - start) * 1000) / 1000
          const requestId = response.headers['x-request-id']
          resolve({
            statusCode: response.statusCode!,
            body: asJson(Buffer.concat(chunks).toString('utf8')),
            headers: response.headers,
            requestId: typeof requestId === 'string' ? requestId : undefined,
            startedAt,
            clientMs,
            reusedConnection: call.reusedSocket,
          })
        } catch (error) {
          reject(error)
        }
      })
      call.end(text)
    })
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text || 'null')
  } catch {
    return text
  }
}
