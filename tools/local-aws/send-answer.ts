import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { AwsResponse } from './protocols/exchange.ts'
import { sendPieces } from './send-pieces.ts'

/** Sends an answer whole, whatever is left of the request. @throws as sendPieces */
export async function sendAnswer(
  response: ServerResponse,
  { statusCode, headers, body }: AwsResponse,
  message: IncomingMessage,
): Promise<void> {
  // An unread request body would stall a kept-alive connection.
  message.resume()
  response.writeHead(statusCode, sendable(headers))
  if (typeof body === 'object' && Symbol.asyncIterator in body) await sendPieces(body, response)
  // With a text Node.js would write the head in the text's encoding, and a head is Latin-1.
  else response.end(typeof body === 'string' ? Buffer.from(body) : body)
}

/**
 * Headers that HTTP can carry: a character of another kind becomes `?`, since an answer with it would be none.
 *
 * Node.js 20 takes a Content-Disposition beyond ASCII for broken when it comes behind Content-Length.
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
