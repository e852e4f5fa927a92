import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface RuntimeEvent {
  readonly requestId: string
  readonly payload: Uint8Array
  readonly deadlineMs: number
  readonly invokedFunctionArn: string
  readonly traceId: string
}

/** What the runtime tells of itself. */
export interface RuntimeListener {
  /** It asks for its next event: the init phase, or the work after an answer, is over. */
  ready(): void
  answered(requestId: string, payload: Uint8Array): void
  failed(requestId: string, payload: Uint8Array): void
  initFailed(payload: Uint8Array): void
}

/**
 * The Runtime API of one execution environment, version 2018-06-01, on a port of its own with the real paths.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #listener: RuntimeListener
  readonly #server: Server
  #waiting: ServerResponse | undefined

  constructor(listener: RuntimeListener) {
    this.#listener = listener
    this.#server = createServer((request, response) => {
      // A killed environment breaks its connections; the exit of its process tells that it is gone.
      this.#answer(request, response).catch(() => response.destroy())
    })
    this.#server.requestTimeout = 0
    this.#server.keepAliveTimeout = 0
  }

  /** `127.0.0.1:PORT`, for AWS_LAMBDA_RUNTIME_API. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(0, '127.0.0.1', resolve)
    })
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Answers the open `next` request. @throws Error when the runtime is not waiting */
  deliver(event: RuntimeEvent): void {
    const response = this.#waiting
    if (!response) throw new Error('the runtime is not waiting for an event')
    this.#waiting = undefined
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': event.requestId,
      'lambda-runtime-deadline-ms': String(event.deadlineMs),
      'lambda-runtime-invoked-function-arn': event.invokedFunctionArn,
      'lambda-runtime-trace-id': event.traceId,
    })
    response.end(event.payload)
  }

  /** Nothing that the runtime so far has sent, or still waits for, counts any more. */
  disconnect(): void {
    this.#server.closeAllConnections()
    this.#waiting = undefined
  }

  close(): void {
    this.disconnect()
    this.#server.close()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.replace('/2018-06-01/runtime/', '') ?? ''
    if (request.method === 'GET' && path === 'invocation/next') {
      this.#waiting = response
      this.#listener.ready()
      return
    }
    const [, requestId, outcome] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? []
    const body = await buffer(request)
    if (requestId && outcome === 'response') this.#listener.answered(requestId, body)
    else if (requestId) this.#listener.failed(requestId, body)
    else if (path === 'init/error') this.#listener.initFailed(body)
    else {
      response.writeHead(404).end()
      return
    }
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}')
  }
}
