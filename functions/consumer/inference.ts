import type { InferenceSession } from 'onnxruntime-node'
import { Failure, isFailure } from '../failure/failure.ts'
import type { Request, Room } from '../inference-protocol/messages.ts'
import { type Answer, type ArrivingBody, InferenceProcess, type ProcessOptions } from './inference-process.ts'
import { ModelGone, type ProcessEnd, ProcessEnded } from './process-end.ts'
import { roomBeside } from './room-beside.ts'

export interface Inferred {
  /** The outputs of an inference request: a JSON array, in pieces. */
  outputs: Buffer[]
  /** The id of the request, if it has one. */
  id: string | undefined
}

/** A model that is loaded in an inference process. */
export interface Session {
  /** False if the process has ended, and the model with it. */
  readonly isAlive: boolean
  /** MB that the other models in the process take. */
  othersMb(): number
  /** Whether this is the only model that the process ever loaded. */
  readonly isFirst: boolean
  infer(input: Uint8Array): Promise<Inferred>
  /**
   * Ends the process, with everything that is loaded in it, when its turn in the queue comes. Another process starts at
   * once.
   */
  endProcess(): Promise<void>
  release(): Promise<void>
}

/**
 * ONNX Runtime in a separate process. There is one inference process at a time: it starts at once, and when it ends
 * another replaces it.
 */
export class Inference {
  readonly #options: ProcessOptions
  #process: InferenceProcess
  // The last request in the queue.
  #turns: Promise<unknown> = Promise.resolve()
  #current: { request: Request; isOverdue: boolean } | undefined
  #isClosed = false
  readonly #loaded = new Set<{ neededMb: number }>()

  constructor(options: Omit<ProcessOptions, 'ended'>) {
    // A process that ended before it took a request is replaced only at the next request, or processes would be started
    // endlessly.
    const ended = (process: InferenceProcess) => {
      this.#loaded.clear() // all of them were in this process
      if (process.isReady && !this.#isClosed) this.#process = new InferenceProcess(this.#options)
    }
    this.#options = { ...options, ended }
    this.#process = new InferenceProcess(this.#options)
  }

  // Of the current process.
  get pid(): number {
    return this.#process.pid
  }

  // MB of the function; 0 if unknown.
  get memoryMb(): number {
    return this.#options.memoryMb
  }

  get stage(): ProcessEnd['stage'] {
    return this.#process.stage
  }

  // The memory that inputs and outputs may take beside the loaded models.
  get room(): Room {
    return roomBeside(this.#loadedMb(), this.memoryMb)
  }

  // The memory that inputs and outputs may take if no model is loaded, as in a new process.
  get emptyRoom(): Room {
    return roomBeside(0, this.memoryMb)
  }

  // Loads the model of this name from this path on the local disk, or from these bytes. It needs this many MB. The process
  // may change the file.
  async load(
    { name, ...from }: { name: string } & ({ path: string } | { body: ArrivingBody }),
    options: InferenceSession.SessionOptions,
    neededMb = 0,
  ): Promise<Session> {
    const [path, body] = 'path' in from ? [from.path] : [undefined, from.body]
    const request = { load: { name, path, options } }
    const { held } = this.#process
    const { process, reply } = await this.#ask(request, body).catch(error => {
      const untaken = error instanceof ProcessEnded && error.stage === 'idle'
      // A process that has held other models had less room than a new one, and by now there is a new one.
      if (untaken || (held > 0 && isOutOfRoom(error))) return this.#ask(request, body)
      throw error
    })
    if (!('loaded' in reply)) throw new TypeError('The inference process has not answered what it was asked.')
    const { session } = reply.loaded
    const loaded = { neededMb }
    this.#loaded.add(loaded)
    return {
      get isAlive() {
        return process.end === undefined
      },
      get isFirst() {
        return process.held === 1
      },
      othersMb: () => this.#loadedMb() - (this.#loaded.has(loaded) ? neededMb : 0),
      infer: async input => {
        const alone = roomBeside(neededMb, this.memoryMb)
        const asked = this.#ask({ infer: { session, room: this.room, alone } }, input, process)
        const { reply, parts } = await asked.catch(error => {
          if (error instanceof ProcessEnded && error.stage === 'idle') throw new ModelGone(error.message, error)
          throw error
        })
        if (!('inferred' in reply)) throw new TypeError('The inference process has not answered what it was asked.')
        return { outputs: parts, id: reply.inferred.id }
      },
      endProcess: () => {
        const ended = this.#turns.then(() => process.kill(new Error('Another inference process has more room.')))
        this.#turns = ended
        return ended
      },
      release: async () => {
        this.#loaded.delete(loaded)
        await this.#ask({ release: { session } }, undefined, process).catch(error => {
          if (process.end === undefined) throw error // a process that has ended holds nothing
        })
      },
    }
  }

  // The result of the work, or INFERENCE_TIMEOUT at the deadline (on the clock of performance.now()). A model that runs
  // over an input at the deadline is ended at once. A load is ended only at the second deadline that it misses, because
  // its time is well spent if the next request finds the model loaded.
  async within<T>(deadline: number, work: Promise<T>, message: string): Promise<T> {
    if (deadline === Infinity) return work
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => {
          const failure = new Failure('INFERENCE_TIMEOUT', message)
          this.#late(failure)
          setImmediate(reject, failure) // after the presumed answer, if the process sent one
        },
        Math.max(0, deadline - performance.now()),
      )
    })
    try {
      return await Promise.race([work, late])
    } finally {
      clearTimeout(timer)
    }
  }

  // Ends the process. No request is possible afterwards.
  close(): void {
    this.#isClosed = true
    this.#process.kill(new Error('The inference is closed.'))
  }

  #loadedMb(): number {
    return [...this.#loaded].reduce((sum, { neededMb }) => sum + neededMb, 0)
  }

  #late(failure: Failure): void {
    const current = this.#current
    if (!current) return
    if ('load' in current.request && !current.isOverdue) current.isOverdue = true
    else this.#process.kill(failure)
  }

  // Queues the request: the process has one request at a time, so only that one can have caused its end. A request for
  // a loaded model must reach the process that loaded it (`holder`); otherwise the error is ModelGone.
  #ask(request: Request, body?: Uint8Array | ArrivingBody, holder?: InferenceProcess) {
    const asked = this.#turns.then(async (): Promise<Answer & { process: InferenceProcess }> => {
      if (holder?.end) throw new ModelGone(holder.end.message)
      if (!holder && this.#process.end && !this.#isClosed) this.#process = new InferenceProcess(this.#options)
      const process = holder ?? this.#process
      this.#current = { request, isOverdue: false }
      try {
        return { ...(await process.ask(request, body)), process }
      } finally {
        this.#current = undefined
      }
    })
    this.#turns = asked.catch(() => undefined)
    return asked
  }
}

// Whether the process was ended because it took too much memory. A refusal before the work says instead how much the
// work needs.
function isOutOfRoom(error: unknown): boolean {
  return isFailure(error) && error.code === 'TOO_LARGE' && !('neededMemoryMb' in error.details)
}
