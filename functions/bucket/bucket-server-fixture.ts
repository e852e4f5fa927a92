import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { S3Client } from '@aws-sdk/client-s3'
import { PartHandler } from './part-handler.ts'

/**
 * For tests only: the part of S3 over HTTP that the functions use, so that the SDK's own streams, retries and errors
 * run.
 */
export class BucketServer {
  readonly name = 'test-bucket'
  readonly objects = new Map<string, Buffer>()
  // Headers that S3 sends with a whole object besides the usual ones: its checksum, say.
  readonly headers = new Map<string, Record<string, string>>()
  readonly requests: string[] = []
  bytesSent = 0
  // Called before the ordinary answer. Returns true if it has answered itself.
  intercept: (request: IncomingMessage, response: ServerResponse, key: string) => boolean | Promise<boolean> = () =>
    false
  #server = createServer((request, response) => {
    this.#answer(request, response).catch(error => response.destroy(error))
  })

  async start(): Promise<S3Client> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
    return new S3Client({
      endpoint: this.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 2,
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: new PartHandler({ connectionTimeout: 120_000, requestTimeout: 120_000 }),
    })
  }

  // For a client in another process.
  get endpoint(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://s3')
    const key = decodeURIComponent(pathname.slice(`/${this.name}/`.length))
    this.requests.push(`${request.method} ${key}`)
    if (await this.intercept(request, response, key)) return
    const object = this.objects.get(key)
    const condition = request.headers['if-none-match']
    if (request.method === 'PUT') {
      const data = Buffer.concat(await request.toArray())
      if (object && condition === '*') return sendError(response, 412, 'PreconditionFailed')
      this.objects.set(key, data)
      response.writeHead(200, { ETag: etagOf(data) }).end()
    } else if (!object) {
      sendError(response, 404, 'NoSuchKey')
    } else if (condition === etagOf(object)) {
      response.writeHead(304, { ETag: condition }).end()
    } else if ((request.headers['if-match'] ?? etagOf(object)) !== etagOf(object)) {
      sendError(response, 412, 'PreconditionFailed')
    } else {
      this.send(request, response, object, this.headers.get(key))
    }
  }

  // Sends the content, or the requested range of it, with these headers besides those that S3 always sends.
  send(request: IncomingMessage, response: ServerResponse, object: Buffer, headers: Record<string, string> = {}): void {
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
    const [begin, end] = range ? [Number(range[1]), Math.min(Number(range[2]) + 1, object.length)] : [0, object.length]
    const content = object.subarray(begin, end)
    this.bytesSent += content.length
    const contentRange = range ? { 'Content-Range': `bytes ${begin}-${end - 1}/${object.length}` } : {}
    const always = { ETag: etagOf(object), 'Content-Length': content.length, ...contentRange }
    response.writeHead(range ? 206 : 200, { ...always, ...(!range && headers) }).end(content)
  }
}

export function sendError(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
  response.writeHead(status, { 'Content-Type': 'application/xml' }).end(body)
}

const etags = new WeakMap<Buffer, string>()

export function etagOf(data: Buffer): string {
  const etag = etags.get(data) ?? `"${createHash('md5').update(data).digest('hex')}"`
  etags.set(data, etag)
  return etag
}
