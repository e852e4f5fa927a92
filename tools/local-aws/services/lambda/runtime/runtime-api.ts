import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { FunctionNetwork } from './isolation/function-network.ts'
import { forbidden, invalidRequestId, type Refusal, tooLarge } from './runtime-api-refusals.ts'

export interface RuntimeEvent {
  readonly requestId: string
  readonly payload: Uint8Array
  readonly deadlineMs: number
  readonly invokedFunctionArn: string
  readonly traceId: string
  /** JSON */
  readonly clientContext?: string
}

/** The messages of the runtime. */
export interface RuntimeListener {
  /** The runtime asks for its next event: the init phase, or the work after an answer, is over. */
  ready(): void
  /** Returns false if the answer is larger than Lambda accepts. */
  answered(payload: Uint8Array): boolean
  failed(payload: Uint8Array): void
  initFailed(payload: Uint8Array, errorType: string): void
}

// The states of a runtime in AWS's runtime interface emulator, which names them when it refuses a transition:
// github.com/aws/aws-lambda-runtime-interface-emulator, internal/lambda/core/statejson and rapi/handler.
type State = 'Started' | 'InitError' | 'Ready' | 'Running' | 'RuntimeResponseSentState'

const base = '/2018-06-01/runtime/'

/**
 * The Runtime API of one execution environment, version 2018-06-01, on a port of its own with the real paths. It
 * accepts one answer to the running event, and no other. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #listener: RuntimeListener
  readonly #server: Server
  #state: State = 'Started'
  #waiting: ServerResponse | undefined
  #requestId: string | undefined

  constructor(listener: RuntimeListener) {
    this.#listener = listener
    this.#server = createServer((request, response) => {
      // A killed environment breaks its connections; the exit of its process shows that it is gone.
      this.#answer(request, response).catch(() => response.destroy())
    })
    this.#server.requestTimeout = 0
    this.#server.keepAliveTimeout = 0
  }

  /** Listens, and returns `127.0.0.1:PORT` for AWS_LAMBDA_RUNTIME_API; on the functions' network, if they have one. */
  async listen(network?: FunctionNetwork): Promise<string> {
    const listener = await network?.listen(0)
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      if (listener) this.#server.listen(listener, resolve)
      else this.#server.listen(0, '127.0.0.1', resolve)
    })
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Answers the open `next` request. @throws Error if the runtime is not waiting */
  deliver(event: RuntimeEvent): void {
    const response = this.#waiting
    if (!response) throw new Error('the runtime is not waiting for an event')
    this.#waiting = undefined
    this.#state = 'Running'
    this.#requestId = event.requestId
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': event.requestId,
      'lambda-runtime-deadline-ms': String(event.deadlineMs),
      'lambda-runtime-invoked-function-arn': event.invokedFunctionArn,
      'lambda-runtime-trace-id': event.traceId,
      ...(event.clientContext && { 'lambda-runtime-client-context': headerText(event.clientContext) }),
    })
    response.end(event.payload)
  }

  /** Ignores everything that the runtime so far has sent or still waits for. */
  disconnect(): void {
    this.#server.closeAllConnections()
    this.#waiting = undefined
    this.#requestId = undefined
    this.#state = 'Started'
  }

  close(): void {
    this.disconnect()
    this.#server.close()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.startsWith(base) ? request.url.slice(base.length) : ''
    const [, requestId, outcome] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? []
    if (path !== 'invocation/next' && path !== 'init/error' && !requestId) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n')
      return
    }
    if (request.method !== (path === 'invocation/next' ? 'GET' : 'POST')) {
      response.writeHead(405).end()
      return
    }
    if (path === 'invocation/next') return this.#next(response)
    const body = await buffer(request)
    const refusal =
      path === 'init/error' ? this.#initError(request, body) : this.#outcome(requestId!, outcome!, request, body)
    const headers = { 'content-type': 'application/json' }
    if (refusal) {
      const { errorMessage, errorType } = refusal
      response.writeHead(refusal.statusCode, headers).end(JSON.stringify({ errorMessage, errorType }))
    } else response.writeHead(202, headers).end('{"status":"OK"}')
  }

  #next(response: ServerResponse): void {
    if (this.#state === 'Running' || this.#state === 'InitError') {
      const { statusCode, ...words } = forbidden(this.#state, 'Ready')
      response.writeHead(statusCode, { 'content-type': 'application/json' }).end(JSON.stringify(words))
      return
    }
    this.#state = 'Ready'
    this.#waiting = response
    this.#listener.ready()
  }

  #initError(request: IncomingMessage, body: Uint8Array): Refusal | undefined {
    if (this.#state !== 'Started') return forbidden(this.#state, 'InitError')
    this.#state = 'InitError'
    this.#listener.initFailed(body, validErrorType(request.headers['lambda-runtime-function-error-type']))
    return undefined
  }

  #outcome(requestId: string, outcome: string, request: IncomingMessage, body: Uint8Array): Refusal | undefined {
    if (decodeURIComponent(requestId) !== this.#requestId) return invalidRequestId
    if (this.#state !== 'Running') {
      return forbidden(this.#state, outcome === 'response' ? 'InvocationResponse' : 'InvocationErrorResponse')
    }
    this.#state = 'RuntimeResponseSentState'
    if (outcome === 'error') this.#listener.failed(body)
    // If a streamed response fails after a part was sent, the error follows in trailers.
    // https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming
    else if (request.trailers['lambda-runtime-function-error-type']) this.#listener.failed(errorOfTrailers(request))
    else if (!this.#listener.answered(body)) return tooLarge
    return undefined
  }
}

/** Any other name is unknown, whatever the runtime sends, as in AWS's emulator. */
function validErrorType(name: string | string[] | undefined): string {
  return typeof name === 'string' && /^(Runtime|Function)\.[A-Z][a-zA-Z]+$/.test(name) ? name : 'Runtime.Unknown'
}

function errorOfTrailers({ trailers }: IncomingMessage): Uint8Array {
  const body = trailers['lambda-runtime-function-error-body']
  if (body) return Buffer.from(body, 'base64')
  return Buffer.from(JSON.stringify({ errorType: trailers['lambda-runtime-function-error-type'] }))
}

/** A header holds bytes, which Node writes from the characters below 256, except DEL. */
function headerText(json: string): string {
  return Buffer.from(json.replaceAll('\x7f', '\\u007f')).toString('latin1')
}
