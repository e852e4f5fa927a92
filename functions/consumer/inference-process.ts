import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { Failure } from '../failure/failure.ts'
import { type Frame, frameHead, FrameReader } from '../inference-protocol/frame.ts'
import type { Reply, Request, SentFailure } from '../inference-protocol/messages.ts'
import { watchMemory } from './memory-watch.ts'
import { deedOf, type ProcessEnd, ProcessEnded } from './process-end.ts'

export interface ProcessOptions {
  /** The command that starts the program of functions/inference. */
  command: readonly [string, ...string[]]
  /** MB of memory that the function has; 0 if unknown. */
  memoryMb: number
  ownBytes?: (() => number) | undefined
  ended: (process: InferenceProcess) => void
}

export interface Answer {
  reply: Reply
  /** The parts of the message that arrived before it. */
  parts: Buffer[]
}

/** A body that is sent while it arrives. It may have to arrive again, if another process is asked. */
export interface ArrivingBody {
  readonly length: number
  /** Sends `length` bytes in order. The memory of a piece may be used again once it is sent. */
  arrive(send: (piece: Uint8Array) => Promise<void>): Promise<void>
}

interface Asked {
  parts: Buffer[]
  /** The answer if the process ends before it answers. */
  presumed?: SentFailure
  settle: (answer: Answer | Error) => void
}

const keptWords = 4096

/**
 * One inference process (functions/inference) from its start to its end, as the Consumer sees it. It takes one request
 * at a time.
 */
export class InferenceProcess {
  // Why the process ended.
  end: Error | undefined
  readonly #child: ChildProcess
  readonly #channel: Socket
  readonly #memoryMb: number
  readonly #ownBytes: ProcessOptions['ownBytes']
  readonly #tellEnd: ProcessOptions['ended']
  #lastWords = ''
  #stage: ProcessEnd['stage'] = 'start'
  #isReady = false
  #held = 0
  #asked: Asked | undefined

  constructor({ command: [file, ...args], memoryMb, ownBytes, ended }: ProcessOptions) {
    this.#memoryMb = memoryMb
    this.#ownBytes = ownBytes
    this.#tellEnd = ended
    // The process inherits the environment and the process group: a program that ends the Consumer finds it by these.
    this.#child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
    this.#channel = this.#child.stdio[3] as Socket
    const reader = new FrameReader<Reply>()
    this.#channel.on('data', (piece: Buffer) => {
      for (const frame of reader.read(piece)) this.#take(frame)
    })
    this.#channel.on('error', () => undefined) // the end of the process says why
    const stderr = this.#child.stderr as Socket
    stderr.on('data', (text: Buffer) => (this.#lastWords = (this.#lastWords + String(text)).slice(-keptWords)))
    this.#child.on('error', error => this.#ended(error))
    // Comes after the last output of the process, even if another process still has its descriptors.
    this.#child.on('close', (code, signal) => {
      const { exitCode = code, signalCode = signal } = this.#child
      const end = { code: exitCode, signal: signalCode, lastWords: this.#lastWords, stage: this.#stage }
      this.#ended(new ProcessEnded(end, this.#memoryMb))
    })
    // The process alone does not keep this one alive.
    for (const handle of [this.#child, this.#channel, stderr]) handle.unref()
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  // The current stage of the process, or its last one.
  get stage(): ProcessEnd['stage'] {
    return this.#stage
  }

  // Whether the process ever was ready to take a request.
  get isReady(): boolean {
    return this.#isReady
  }

  // How many models it has been asked to load. Released models count too, because the C library may keep their memory.
  get held(): number {
    return this.#held
  }

  // Resolves with the answer. Rejects with a Failure if the process answers with one, and otherwise with the reason why
  // the process ended.
  async ask(request: Request, body: Uint8Array | ArrivingBody = new Uint8Array(0)): Promise<Answer> {
    if (this.end) throw this.end
    if (this.#isReady) this.#stage = 'idle'
    if ('load' in request) this.#held++
    this.#channel.ref()
    this.#child.ref()
    const watched = { pid: this.pid, memoryMb: this.#memoryMb, ownBytes: this.#ownBytes }
    const stopWatching = watchMemory(watched, usedMb => this.kill(this.#tooMuch(usedMb)))
    let arriving: Promise<void> | undefined
    try {
      const answer = await new Promise<Answer | Error>(settle => {
        this.#asked = { parts: [], settle }
        this.#channel.write(frameHead(request, body.length))
        if ('arrive' in body) arriving = this.#sendArriving(body)
        else this.#channel.write(body)
      })
      if (answer instanceof Error) throw answer
      return answer
    } finally {
      stopWatching()
      await arriving
      this.#asked = undefined
      this.#channel.unref()
      this.#child.unref()
    }
  }

  // Ends the process now. Requests that wait for an answer are rejected with this reason.
  kill(reason: Error): void {
    this.#ended(reason)
    this.#child.kill('SIGKILL')
  }

  // If the body breaks off the process waits for its rest in vain, so it is ended. If the channel broke, the end of the
  // process says why.
  async #sendArriving(body: ArrivingBody): Promise<void> {
    let isChannelBroken = false
    const send = (piece: Uint8Array) =>
      new Promise<void>((sent, failed) => {
        this.#channel.write(piece, error => {
          if (!error) return sent()
          isChannelBroken = true
          failed(error)
        })
      })
    await body.arrive(send).catch(error => {
      if (!isChannelBroken) this.kill(error)
    })
  }

  #tooMuch(usedMb: number): Failure {
    const memoryMb = this.#memoryMb
    const message =
      `${deedOf(this.#stage)} was ended at ${usedMb} MB, since the function has ${memoryMb} MB of memory. ` +
      'Raise ConsumerMemorySize and deploy again, or send less at once.'
    return new Failure('TOO_LARGE', message, { memoryMb })
  }

  #take({ message, body }: Frame<Reply>): void {
    const asked = this.#asked
    if ('ready' in message) {
      this.#isReady = true
      this.#stage = 'idle'
    } else if ('stage' in message) this.#stage = message.stage
    else if ('part' in message) asked?.parts.push(body)
    else if ('presumed' in message) {
      if (asked) asked.presumed = message.presumed
    } else asked?.settle(answerOf(message, asked.parts))
  }

  #ended(reason: Error): void {
    if (this.end) return
    this.end = reason
    const presumed = this.#asked?.presumed
    this.#asked?.settle(presumed ? failureOf(presumed, reason) : reason)
    this.#tellEnd(this)
  }
}

function answerOf(reply: Reply, parts: Buffer[]): Answer | Error {
  if ('failure' in reply) return failureOf(reply.failure)
  if ('error' in reply) return Object.assign(new Error(reply.error.message), reply.error)
  return { reply, parts }
}

function failureOf({ code, message, details, cause }: SentFailure, reason?: Error): Failure {
  return new Failure(code, message, details, reason ?? (cause === undefined ? undefined : new Error(cause)))
}
