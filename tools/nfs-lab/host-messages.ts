import type { HeldCall } from './hold-call.ts'

/** The parts of a host of functions. */
export interface HostParts {
  readonly mountPath: string
  readonly s3Endpoint: string
  readonly bucketName: string
  /** The program of functions/inference, compiled. */
  readonly inferenceProgram: string
  /** The program of functions/sums, compiled. */
  readonly sumsProgram: string
  readonly efsDeadlineMs?: number
  readonly s3SilenceMs?: number
  /** How far the host's clock is ahead of the machine's. */
  readonly clockOffsetMs?: number
}

export type ToHost =
  | { readonly start: HostParts }
  | { readonly hold: HeldCall; readonly text: string }
  | { readonly letGo: true }
  | { readonly id: number; readonly call: 'producer' | 'consumer'; readonly event: unknown }

export type FromHost =
  | { readonly ready: true }
  | { readonly holds: true }
  | { readonly held: true }
  | { readonly log: Record<string, unknown> }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string; readonly code?: string } }
