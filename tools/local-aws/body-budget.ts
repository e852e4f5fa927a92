import { AwsError } from './aws-error.ts'

/**
 * How many bytes of request bodies are held in memory at the same time, over all requests: each may be within its limit
 * and all of them together more than the machine has. Bodies that are streamed (S3's objects) are not held.
 */
export class BodyBudget {
  #free: number

  constructor(bytes: number) {
    this.#free = bytes
  }

  /** For one request: takes bytes, and gives all of them back when it is over. */
  share(): BodyShare {
    let taken = 0
    return {
      take: bytes => {
        if (bytes > this.#free) {
          const message = 'The local AWS holds as many request bodies as it can. Send the request again.'
          throw new AwsError('ServiceUnavailable', message, 503)
        }
        this.#free -= bytes
        taken += bytes
      },
      giveBack: () => {
        this.#free += taken
        taken = 0
      },
    }
  }
}

export interface BodyShare {
  /** @throws AwsError ServiceUnavailable 503 */
  take(bytes: number): void
  giveBack(): void
}
