import { Worker } from 'node:worker_threads'
import type { ContentClaim } from './proof.ts'
import type { ContentSums, Sums } from './sums.ts'

interface Waiting {
  resolve: (answer: never) => void
  reject: (reason: Error) => void
}

/**
 * Sums that another thread takes (functions/sums) while this one receives more bytes. Bytes of a SharedArrayBuffer are
 * not copied. If the thread fails or ends, all waiting calls reject.
 */
export class SumsThread implements Sums {
  readonly #worker: Worker
  readonly #waiting: Waiting[] = []
  #end: Error | undefined

  /** `program`: functions/sums as one file of JavaScript. */
  constructor(program: string, claim: ContentClaim) {
    // The flags of this process are not meant for the thread.
    this.#worker = new Worker(program, { workerData: claim, execArgv: [] })
    this.#worker.on('message', answer => this.#waiting.shift()?.resolve(answer as never))
    this.#worker.on('error', error => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('The thread that takes the sums of an object has ended.')))
  }

  take(data: Uint8Array): Promise<void> {
    return this.#ask(data)
  }

  result(): Promise<ContentSums> {
    return this.#ask('result')
  }

  close(): void {
    void this.#worker.terminate()
  }

  // The thread answers the messages one after the other.
  #ask<T>(message: Uint8Array | 'result'): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#end) return reject(this.#end)
      this.#waiting.push({ resolve, reject })
      this.#worker.postMessage(message)
    })
  }

  #fail(error: Error): void {
    this.#end ??= error
    for (const { reject } of this.#waiting.splice(0)) reject(this.#end)
  }
}
