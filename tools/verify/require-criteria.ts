import { CommandError } from '../command/command-error.ts'
import type { Verdict } from './criterion.ts'

/** @throws CommandError CRITERIA_FAILED, with what was seen in place of what should be */
export function requireCriteria(verdicts: readonly Verdict[], writtenTo?: string): void {
  const failed = verdicts.filter(({ status }) => status === 'fail')
  if (failed.length === 0) return
  const lines = failed.map(({ id, claim, evidence }) => `  ${id}  ${claim}\n       ${evidence}`)
  throw new CommandError(
    'CRITERIA_FAILED',
    `${failed.length} of ${verdicts.length} criteria fail:\n${lines.join('\n')}`,
    {
      nextStep: writtenTo ? `Read ${writtenTo}, mend the system, and look again: npm run verify` : 'npm run verify',
    },
  )
}
