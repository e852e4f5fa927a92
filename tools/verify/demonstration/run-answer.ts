import { CommandError } from '../../command/command-error.ts'
import type { ApiAnswer } from '../../exercise/api-client.ts'
import type { Run } from '../../measure/run.ts'

/**
 * Returns the answer that the demonstration's own call received. @throws CommandError NOT_DEMONSTRATED when it made no
 * such call
 */
export function runAnswer({ exercise }: Run, step: string): ApiAnswer {
  const found = exercise.answers.find(answered => answered.step === step)
  if (found) return found.answer
  throw new CommandError('NOT_DEMONSTRATED', `The demonstration has no step "${step}".`)
}
