import { fileURLToPath } from 'node:url'

const run = fileURLToPath(new URL('../run.mjs', import.meta.url))

/** The arguments with which Node starts a command as npm does: `spawn(process.execPath, commandLine('deploy', '--help'))`. */
export function commandLine(command: string, ...words: string[]): string[] {
  return [run, command, ...words]
}
