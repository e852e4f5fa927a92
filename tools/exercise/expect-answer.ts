import { CommandError } from '../command/command-error.ts'
import type { ApiAnswer } from './api-client.ts'

/**
 * Returns an answer if its status is the expected one. @throws CommandError UNEXPECTED_ANSWER with the actual answer
 */
export function expectStatus(answer: ApiAnswer, statusCode: number, what: string): ApiAnswer {
  if (answer.statusCode === statusCode) return answer
  throw new CommandError(
    'UNEXPECTED_ANSWER',
    `${what} answered ${answer.statusCode} ${JSON.stringify(answer.body)}, expected ${statusCode}.`,
    { nextStep: 'Read the log of the function (aws logs tail /aws/lambda/PREFIX-producer or -consumer).' },
  )
}

/** @throws CommandError UNEXPECTED_RESULT */
export function expectThat(holds: boolean, sentence: string): void {
  if (!holds) throw new CommandError('UNEXPECTED_RESULT', sentence)
}
