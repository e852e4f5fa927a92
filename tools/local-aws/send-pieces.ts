import type { ServerResponse } from 'node:http'

/**
 * Sends the body of an answer after its head. It sends each piece before it asks for the next one, so a source may
 * reuse one buffer: new memory for each piece would cost the garbage collector as much time as the bytes cost the
 * network.
 *
 * @throws the source's error, or an error if the client disconnects before the end
 */
export async function sendPieces(pieces: AsyncIterable<Uint8Array>, response: ServerResponse): Promise<void> {
  // Each write has its own error. An error of the response without a listener would end the process.
  response.on('error', () => undefined)
  for await (const piece of pieces) await send(piece, response)
  response.end()
}

function send(piece: Uint8Array, response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('the client has gone'))
    if (response.destroyed) return gone()
    response.once('close', gone)
    response.write(piece, error => {
      response.off('close', gone)
      if (error) reject(error)
      else resolve()
    })
  })
}
