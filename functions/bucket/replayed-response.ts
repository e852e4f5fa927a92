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
    request({ createConnection: () => answer })
      .once('response', resolve)
      .on('error', reject)
      .end()
  })
}

/** The other end of `replayResponse`: what is pushed arrives there. `more`: called when there is room for more. */
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
