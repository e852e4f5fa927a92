import { maxResponseBytes } from './response-size.ts'

/** The answer of the Runtime API to a request that it refuses. */
export interface Refusal {
  readonly statusCode: number
  readonly errorMessage: string
  readonly errorType: string
}

// Status codes: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html. Words: AWS's emulator,
// internal/lambda/rapi/rendering.

/** The refusal of an answer to an event that is not running. */
export const invalidRequestId: Refusal = {
  statusCode: 400,
  errorMessage: 'Invalid request ID',
  errorType: 'InvalidRequestID',
}

/** The refusal of a request in the wrong state: a second answer, or an init error after the init phase. */
export function forbidden(from: string, to: string): Refusal {
  return {
    statusCode: 403,
    errorMessage: `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`,
    errorType: 'InvalidStateTransition',
  }
}

export const tooLarge: Refusal = {
  statusCode: 413,
  errorMessage: `Exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
  errorType: 'RequestEntityTooLarge',
}
