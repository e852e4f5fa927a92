import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export interface ProgramResult {
  readonly passed: boolean
  /** The output of both streams. */
  readonly output: string
}

/** The program of an npm package that npm scripts would run. */
export function packageProgram(repository: string, name: string): string {
  return join(repository, 'node_modules/.bin', name)
}

/** Runs a program in the folder of the repository to its end. */
export async function runProgram(
  repository: string,
  program: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<ProgramResult> {
  const child = spawn(program, args, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  const [[status], stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
  return { passed: status === 0, output: `${stdout}${stderr}`.trim() }
}
