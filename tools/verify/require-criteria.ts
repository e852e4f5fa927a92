import { CommandError } from '../command/command-error.ts'
import type { Verdict } from '../evidence/verdicts/verdict.ts'

/**
 * Call it after the verdicts are reported and written.
 *
 * @throws CommandError CRITERIA_FAILED, with the observations that break a criterion; NOT_UNDONE, when all criteria
 * hold but something that the checks made could not be removed
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
    const also = left && `\nThe checks could not remove these things:\n${left}`
    throw new CommandError(
      'CRITERIA_FAILED',
      `${failed.length} of ${verdicts.length} criteria and claims fail:\n${lines.join('\n')}${also}`,
      {
        nextStep: writtenTo
          ? `Read ${writtenTo}, repair the system, and verify again: npm run verify`
          : 'npm run verify',
      },
    )
  }
  if (notUndone.length > 0) {
    throw new CommandError('NOT_UNDONE', `The checks could not remove these things:\n${left}`, {
      nextStep:
        'Verify again, which also restores what was left: npm run verify. Or remove everything: npm run destroy',
    })
  }
}
