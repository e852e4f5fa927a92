import { type IncomingMessage, request } from 'node:http'
import { Duplex } from 'node:stream'

/**
 * Gives bytes of an answer to Node's own client, which reads every form of answer. Its request is written to nobody: it
 * has been sent before.
 *
 * @param answer the bytes from the beginning of the answer on, as a stream that takes what is written and drops it
 */
export function replayResponse(answer: Duplex): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    answer.on('error', () => undefined) // the request has it too
    request({ createConnection: () => answer })
      .once('response', response => {
        // Its end leaves the stream open: Node's client closes sockets with destroySoon().
        response.once('close', () => answer.destroy())
        resolve(response)
      })
      .on('error', reject)
      .once('close', () => reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })))
      .end()
  })
}

/** The stream for `replayResponse`: pushed bytes arrive there. `more`: called when there is room for more. */
export function answerStream(more: () => void, breakOff: () => void): Duplex {
  return new Duplex({
    read: more,
    write: (_chunk, _encoding, done) => done(),
    destroy(error, done) {
      breakOff()
      done(error)
    },
  })
}
