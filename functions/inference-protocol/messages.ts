import type { InferenceSession } from 'onnxruntime-node'
import type { FailureCode } from '../failure/failure.ts'

/** What the Consumer asks of its inference process. The process answers one request after the other, in their order. */
export type Request =
  | { load: LoadRequest }
  // Runs a loaded model over the inference request in the body.
  // `alone`: the room if no other model were loaded.
  | { infer: { session: number; room: Room; alone: Room } }
  | { release: { session: number } }

/** The model of this name, at this path of the own disk, to which outputs may be added. */
export interface LoadRequest {
  name: string
  path: string
  options: InferenceSession.SessionOptions
}

/** What inputs and outputs may take of the function's memory, in bytes. */
export interface Room {
  /** All together, in both processes. */
  bytes: number
  memoryMb: number
}

/** What it tells: that it has started, how far it is with a request, and the answer. */
export type Reply =
  | { ready: true }
  | { stage: Stage }
  // A piece of the outputs as JSON is in the body; more follow.
  | { part: true }
  | { loaded: { session: number } }
  // The outputs have been sent; `id` is that of the request, if it has one.
  | { inferred: { id?: string | undefined } }
  | { done: true }
  | { failure: ToldFailure }
  // The answer if there comes no other, because what is tried to make it better ends the process.
  | { presumed: ToldFailure }
  | { error: { name: string; message: string; stack: string | undefined } }

export interface ToldFailure {
  code: FailureCode
  message: string
  details: Record<string, unknown>
  cause?: string | undefined
}

/** What is under way, so that whoever finds the process dead can tell what it died of. */
export type Stage = 'load' | 'input' | 'run' | 'outputs'
