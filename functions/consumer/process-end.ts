import { Failure } from '../failure/failure.ts'
import type { Stage } from '../inference-protocol/messages.ts'

/** How the inference process ended, and what it was asked for at that time. */
export interface ProcessEnd {
  code: number | null
  signal: NodeJS.Signals | null
  /** The last that it wrote to stderr: V8, the C++ library and ONNX Runtime say there why they give up. */
  lastWords: string
  stage: Stage | 'start' | 'idle'
}

const deeds: Record<ProcessEnd['stage'], { what: string; whoDid: string }> = {
  start: { what: 'The start of the inference process', whoDid: 'was started' },
  // It has not taken what it was asked.
  idle: { what: 'Waiting for a request', whoDid: 'waited for a request' },
  load: { what: 'Loading the model', whoDid: 'loaded it' },
  input: { what: 'Reading the input', whoDid: 'read its input' },
  run: { what: 'Running the model', whoDid: 'ran it' },
  outputs: { what: 'Writing the outputs of the model', whoDid: 'wrote its outputs' },
}

/** What goes on in this stage, as the subject of a sentence. */
export function deedOf(stage: ProcessEnd['stage']): string {
  return deeds[stage].what
}

export class ProcessEnded extends Error {
  override readonly name = 'ProcessEnded'
  readonly stage: ProcessEnd['stage']
  readonly isOutOfMemory: boolean
  readonly #how: string

  constructor(end: ProcessEnd, memoryMb: number) {
    const how = end.signal ? `by ${end.signal}` : `with code ${end.code}`
    super(`The inference process ended ${how} in the stage "${end.stage}".`)
    this.stage = end.stage
    this.isOutOfMemory = ranOutOfMemory(end)
    const of = memoryMb ? ` of ${memoryMb} MB` : ''
    this.#how = this.isOutOfMemory ? `${how}, most likely because the function's memory${of} was used up` : how
    // In the log in place of a stack, which would tell where it was noticed.
    this.stack = `${this.name}: ${this.message}\n${end.lastWords}`
  }

  // What the caller is told who has asked for this model; that a process did not even start, or take the request, is not the
  // model's fault.
  failure(model: string): Error {
    if (this.stage === 'start' || this.stage === 'idle') return this
    return new Failure(
      'INVALID_MODEL',
      `${model} ended the process that ${deeds[this.stage].whoDid}, ${this.#how}.`,
      {},
      this,
    )
  }
}

/** The process that had loaded the model ended before it was asked, or before it took what it was asked, which is `untaken`. */
export class ModelGone extends Error {
  readonly untaken: ProcessEnded | undefined

  constructor(message: string, untaken?: ProcessEnded) {
    super(message)
    this.untaken = untaken
  }
}

// The kernel kills with SIGKILL; V8 and C++ say it and abort.
function ranOutOfMemory({ signal, lastWords }: ProcessEnd): boolean {
  return signal === 'SIGKILL' || /out of memory|bad_alloc|Allocation failed|Cannot allocate memory/i.test(lastWords)
}
