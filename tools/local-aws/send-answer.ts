import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { AwsResponse } from './protocols/exchange.ts'
import { sendPieces } from './send-pieces.ts'

/** Sends a complete answer, also if the request was not read completely. @throws as sendPieces */
export async function sendAnswer(
  response: ServerResponse,
  { statusCode, headers, body }: AwsResponse,
  message: IncomingMessage,
): Promise<void> {
  // An unread request body would block a kept-alive connection.
  message.resume()
  response.writeHead(statusCode, sendable(headers))
  if (typeof body === 'object' && Symbol.asyncIterator in body) await sendPieces(body, response)
  // With a text, Node.js would write the head in the text's encoding, but a head is Latin-1.
  else response.end(typeof body === 'string' ? Buffer.from(body) : body)
}

/**
 * Returns headers that HTTP can carry. Other characters become `?`, since the answer could not be sent with them.
 *
 * Node.js 20 treats a Content-Disposition beyond ASCII as broken if it follows Content-Length.
 */
function sendable({ 'content-disposition': disposition, ...others }: AwsResponse['headers']): OutgoingHttpHeaders {
  const all = { ...(disposition !== undefined && { 'content-disposition': disposition }), ...others }
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, Array.isArray(value) ? value.map(clean) : clean(value)]),
  )
}

function clean(value: unknown): string {
  return String(value).replace(/[^\t\x20-\x7e\x80-\xff]/g, '?')
}
