import { packageProgram, type ProgramResult, runProgram } from './program.ts'

/**
 * Runs knip with the repository's knip.jsonc: finds unused files, exports and packages, and packages that are not
 * listed.
 */
export async function checkDeadCode(repository: string, signal?: AbortSignal): Promise<ProgramResult> {
  return runProgram(repository, packageProgram(repository, 'knip'), ['--no-progress'], signal)
}
