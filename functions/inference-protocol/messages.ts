import type { InferenceSession } from 'onnxruntime-node'
import type { FailureCode } from '../failure/failure.ts'

/** A request of the Consumer to its inference process. The process answers one after the other, in order. */
export type Request =
  | { load: LoadRequest }
  // Runs a loaded model over the inference request in the body.
  // `alone`: the room if no other model were loaded.
  | { infer: { session: number; room: Room; alone: Room } }
  | { release: { session: number } }

/**
 * Loads the model of this name from this path on the local disk, or from the body if there is no path. The process may
 * add outputs to the file.
 */
export interface LoadRequest {
  name: string
  path?: string | undefined
  options: InferenceSession.SessionOptions
}

/** The part of the function's memory, in bytes, that inputs and outputs may take. */
export interface Room {
  /** The sum over both processes. */
  bytes: number
  memoryMb: number
}

/** A message of the inference process: that it has started, which stage a request has reached, or the answer. */
export type Reply =
  | { ready: true }
  | { stage: Stage }
  // The body has a piece of the outputs as JSON; more follow.
  | { part: true }
  | { loaded: { session: number } }
  // All outputs have been sent. `id` is the request's own, if it has one.
  | { inferred: { id?: string | undefined } }
  | { done: true }
  | { failure: SentFailure }
  // The answer if no other arrives, because an attempt to find a better one ended the process.
  | { presumed: SentFailure }
  | { error: { name: string; message: string; stack: string | undefined } }

/** A `Failure` as the inference process sends it. */
export interface SentFailure {
  code: FailureCode
  message: string
  details: Record<string, unknown>
  cause?: string | undefined
}

/** The stage of a request. If the process is found dead, it shows what the process was doing. */
export type Stage = 'load' | 'input' | 'run' | 'outputs'
