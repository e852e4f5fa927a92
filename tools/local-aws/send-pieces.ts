import type { ServerResponse } from 'node:http'

/**
 * Sends the body of an answer whose head has been written. Each piece is on its way before the next one is asked for, so a
 * source may use one buffer again and again: memory for each piece would keep the garbage collector as busy as the bytes do
 * the network.
 *
 * @throws what the source throws, or an error when the client goes before the end
 */
export async function sendPieces(pieces: AsyncIterable<Uint8Array>, response: ServerResponse): Promise<void> {
  // Each write has its own error; that of a response that nobody listens to would end the process.
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
