import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { CommandError } from '../command/command-error.ts'

export interface PageServerOptions {
  /** The address of the API that the page calls. */
  readonly apiUrl: string
  /**
   * Puts a model's file into the bucket. `bytes` is its length. If it rejects, the page shows the message of the error.
   */
  readonly putModel: (name: string, content: Readable, bytes: number) => Promise<void>
  /** Default: a free port. */
  readonly port?: number
}

export interface PageServer {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string
  close(): Promise<void>
}

const folder = fileURLToPath(new URL('../../docs/playground', import.meta.url))

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

// The page contains the rest of its policy itself, for use without a server. A meta element cannot forbid frames
// (w3.org/TR/CSP3, "frame-ancestors").
const headers = {
  'Content-Security-Policy': "frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  // A reload shows the edited page.
  'Cache-Control': 'no-store',
}

/**
 * Serves docs/playground on 127.0.0.1 with the settings of this deployment, and accepts models for its bucket: `PUT
 * /models/NAME`.
 *
 * @throws CommandError PORT_IN_USE
 */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      // The sender has closed the connection, or has already received a part of the answer.
      if (response.headersSent || response.destroyed) response.destroy()
      else refuse(response, 500, error instanceof Error ? error.message : String(error))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `The page cannot be served on port ${options.port ?? 0}: ${cause.code ?? cause.message}.`
      reject(new CommandError('PORT_IN_USE', message, { nextStep: 'Give another --page-port, or none.', cause }))
    })
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, options: PageServerOptions): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
  // A foreign DNS name may resolve to 127.0.0.1 ("DNS rebinding"), so only the local names are accepted.
  if (!/^(127\.0\.0\.1|localhost):\d+$/.test(request.headers.host ?? '')) return refuse(response, 403, 'Wrong host.')
  const model = /^\/models\/([^/]+)$/.exec(pathname)?.[1]
  if (request.method === 'PUT' && model !== undefined) return takeModel(request, response, model, options)
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Only GET and PUT /models/NAME are allowed.')
  const content = await contentOf(pathname, options)
  if (content === undefined) return refuse(response, 404, 'There is no such page.')
  const contentType = contentTypes[extname(pathname) || '.html']
  response.writeHead(200, { ...headers, 'Content-Type': contentType }).end(request.method === 'HEAD' ? '' : content)
}

async function contentOf(pathname: string, { apiUrl }: PageServerOptions): Promise<Buffer | string | undefined> {
  const name = pathname === '/' ? 'index.html' : pathname.slice(1)
  if (name === 'settings.js') return `'use strict'\n\nconst settings = ${JSON.stringify({ apiUrl, canUpload: true })}\n`
  // Only files of the folder itself: the name has no slash.
  if (!/^[a-z-]+\.(html|css|js)$/.test(name)) return undefined
  return readFile(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

async function takeModel(
  request: IncomingMessage,
  response: ServerResponse,
  encodedName: string,
  { putModel }: PageServerOptions,
): Promise<void> {
  // Pages of other sites may send requests here too, but the browser names the sender (fetch.spec.whatwg.org,
  // "Origin").
  if (request.headers.origin !== `http://${request.headers.host}`)
    return refuse(response, 403, 'Only the page of this server may upload.')
  const bytes = Number(request.headers['content-length'])
  if (!Number.isSafeInteger(bytes) || bytes === 0)
    return refuse(response, 411, 'The file is empty, or its length is missing.')
  try {
    await putModel(decodeURIComponent(encodedName), request, bytes)
  } catch (error) {
    return refuse(response, 400, error instanceof Error ? error.message : String(error))
  }
  response.writeHead(201, { ...headers, 'Content-Type': 'application/json' }).end('{}')
}

function refuse(response: ServerResponse, status: number, message: string): void {
  // The unread rest of the request must not be parsed as the next request.
  const close = { Connection: 'close' }
  response
    .writeHead(status, { ...headers, ...close, 'Content-Type': 'application/json' })
    .end(JSON.stringify({ message }))
}
