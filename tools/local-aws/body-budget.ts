import { AwsError } from './aws-error.ts'

/**
 * Limits the bytes of all request bodies that are in memory at the same time: each body may be within its own limit
 * while all of them together exceed the machine's memory. Streamed bodies (S3's objects) do not count.
 */
export class BodyBudget {
  #free: number

  constructor(bytes: number) {
    this.#free = bytes
  }

  /** A share for one request: it takes bytes, and returns all of them at the end of the request. */
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
