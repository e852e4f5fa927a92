import { maxResponseBytes } from './response-size.ts'

/** What the Runtime API answers to a request that it does not take. */
export interface Refusal {
  readonly statusCode: number
  readonly errorMessage: string
  readonly errorType: string
}

// Status codes: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html. Words: AWS's emulator, internal/lambda/rapi/rendering.

/** An answer to another event than the one at work. */
export const invalidRequestId: Refusal = {
  statusCode: 400,
  errorMessage: 'Invalid request ID',
  errorType: 'InvalidRequestID',
}

/** A request that does not follow on what the runtime did before: a second answer, an init error after the init phase. */
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
