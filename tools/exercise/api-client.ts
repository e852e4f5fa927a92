import { Agent, request } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'

export interface ApiAnswer {
  readonly statusCode: number
  // any: each endpoint's body is its own; callers read the contract's fields.
  readonly body: any
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Lambda's request ID, which the functions put into X-Request-Id: it joins a call with its log records. */
  readonly requestId: string | undefined
  readonly startedAt: Date
  /**
   * Milliseconds on this machine's monotonic clock from before the request is written until the last byte of the body
   * is read. The connection is kept alive, so TCP and TLS set-up count in the first call only.
   */
  readonly clientMs: number
}

/** The deployed HTTP API, as any client on the network sees it. */
export class ApiClient {
  readonly #url: string
  readonly #secure: boolean
  readonly #agent: Agent

  constructor(apiUrl: string) {
    this.#url = apiUrl.replace(/\/$/, '')
    this.#secure = apiUrl.startsWith('https:')
    this.#agent = this.#secure ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true })
  }

  post(path: '/ingest' | '/predict', body: unknown, signal?: AbortSignal): Promise<ApiAnswer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const send = this.#secure ? secureRequest : request
    return new Promise((resolve, reject) => {
      const startedAt = new Date()
      const start = performance.now()
      const call = send(this.#url + path, {
        method: 'POST',
        agent: this.#agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
        ...(signal && { signal }),
      })
      call.on('error', reject)
      call.on('response', async response => {
        try {
          const chunks: Buffer[] = []
          for await (const chunk of response) chunks.push(chunk)
          // Microseconds: what the clock resolves.
          const clientMs = Math.round((performance.now() - start) * 1000) / 1000
          const requestId = response.headers['x-request-id']
          resolve({
            statusCode: response.statusCode!,
            body: JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null'),
            headers: response.headers,
            requestId: typeof requestId === 'string' ? requestId : undefined,
            startedAt,
            clientMs,
          })
        } catch (error) {
          reject(error)
        }
      })
      call.end(text)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
