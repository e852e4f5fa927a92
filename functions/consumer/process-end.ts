import { Failure } from '../failure/failure.ts'
import type { Stage } from '../inference-protocol/messages.ts'

/** How the inference process ended, and what it was doing at that time. */
export interface ProcessEnd {
  code: number | null
  signal: NodeJS.Signals | null
  /**
   * The last text that the process wrote to stderr: V8, the C++ library and ONNX Runtime write there why they give up.
   */
  lastWords: string
  stage: Stage | 'start' | 'idle'
}

// `whoDid` is missing where the process has not taken the request.
const deeds: Record<ProcessEnd['stage'], { what: string; whoDid?: string }> = {
  start: { what: 'The start of the inference process' },
  idle: { what: 'Waiting for a request' },
  load: { what: 'Loading the model', whoDid: 'loaded it' },
  input: { what: 'Reading the input', whoDid: 'read its input' },
  run: { what: 'Running the model', whoDid: 'ran it' },
  outputs: { what: 'Writing the outputs of the model', whoDid: 'wrote its outputs' },
}

/** A phrase for this stage, as the subject of a sentence. */
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
    // Replaces the stack in the log, which would only show where the end was noticed.
    this.stack = `${this.name}: ${this.message}\n${end.lastWords}`
  }

  // The error for the caller who asked for this model. The model is not blamed if the process did not start or did not
  // take the request.
  failure(model: string): Error {
    const { whoDid } = deeds[this.stage]
    if (!whoDid) return this
    return new Failure('INVALID_MODEL', `${model} ended the process that ${whoDid}, ${this.#how}.`, {}, this)
  }
}

/**
 * The process that had loaded the model ended before the request was sent to it, or (`untaken`) before it took the
 * request.
 */
export class ModelGone extends Error {
  readonly untaken: ProcessEnded | undefined

  constructor(message: string, untaken?: ProcessEnded) {
    super(message)
    this.untaken = untaken
  }
}

// The kernel kills with SIGKILL. V8 and C++ write the reason and abort.
function ranOutOfMemory({ signal, lastWords }: ProcessEnd): boolean {
  return signal === 'SIGKILL' || /out of memory|bad_alloc|Allocation failed|Cannot allocate memory/i.test(lastWords)
}
