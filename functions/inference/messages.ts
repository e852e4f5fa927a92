import type { InferenceSession } from 'onnxruntime-node'
import type { FailureCode } from '../failure/failure.ts'
import type { Room } from './room.ts'

// What the Consumer asks of its inference process. The process answers one request after the other, in their order.
export type Request =
  // Loads the model at this path of the own disk.
  | { load: { path: string; options: InferenceSession.SessionOptions } }
  // Runs a loaded model over the inference request in the body.
  | { infer: { session: number; room: Room } }
  | { release: { session: number } }

// What it tells: that it has started, how far it is with a request, and the answer.
export type Reply =
  | { ready: true }
  | { stage: Stage }
  // A piece of the outputs as JSON is in the body; more follow.
  | { part: true }
  | { loaded: { session: number } }
  | { done: true }
  | { failure: { code: FailureCode; message: string; details: Record<string, unknown> } }
  | { error: { name: string; message: string; stack: string | undefined } }

// What is under way, so that whoever finds the process dead can tell what it died of.
export type Stage = 'input' | 'run' | 'outputs'
