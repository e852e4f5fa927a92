import { packageProgram, type ProgramResult, runProgram } from './program.ts'

/** What knip finds with the repository's knip.jsonc: files, exports and packages that nothing uses, and unlisted ones. */
export async function checkDeadCode(repository: string, signal?: AbortSignal): Promise<ProgramResult> {
  return runProgram(repository, packageProgram(repository, 'knip'), ['--no-progress'], signal)
}
