import { CommandError } from '../command/command-error.ts'
import type { Verdict } from '../evidence/verdicts/verdict.ts'

/**
 * To be called when the verdicts have been told and written.
 *
 * @throws CommandError CRITERIA_FAILED, with what was seen in place of what should be; NOT_UNDONE, when all criteria
 *   hold but something of the checks could not be removed
 */
export function requireCriteria(
  verdicts: readonly Verdict[] & { readonly notUndone?: readonly string[] },
  writtenTo?: string,
): void {
  const { notUndone = [] } = verdicts
  const left = notUndone.map(failure => `  ${failure}`).join('\n')
  const failed = verdicts.filter(({ status }) => status === 'fail')
  if (failed.length > 0) {
    const lines = failed.map(({ id, claim, evidence }) => `  ${id}  ${claim}\n       ${evidence}`)
    const also = left && `\nWhat the checks made could not be removed:\n${left}`
    throw new CommandError(
      'CRITERIA_FAILED',
      `${failed.length} of ${verdicts.length} criteria fail:\n${lines.join('\n')}${also}`,
      {
        nextStep: writtenTo ? `Read ${writtenTo}, mend the system, and look again: npm run verify` : 'npm run verify',
      },
    )
  }
  if (notUndone.length > 0) {
    throw new CommandError('NOT_UNDONE', `What the checks made could not be removed:\n${left}`, {
      nextStep: 'Look again, which also puts back what was left: npm run verify. Or remove everything: npm run destroy',
    })
  }
}
