import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { type CommandContext, runCommand } from './run-command.ts'

/** The file of a command, as `runHere` takes it. */
export const thisFile = fileURLToPath(new URL('../run.mjs', import.meta.url))

/** Runs a command in this process, as if this process had been started for it. For tests only. */
export async function runHere(
  work: (context: CommandContext) => Promise<unknown>,
  script = thisFile,
  command = new Command('here'),
  args: readonly string[] = [],
) {
  const written: string[] = []
  const { write } = process.stderr
  process.stderr.write = (text: unknown) => written.push(String(text)) > 0
  const count = () => ['SIGINT', 'SIGTERM', 'SIGHUP'].map(name => process.listenerCount(name))
  const before = count()
  try {
    const entry = new URL(`file://${thisFile}`).href
    await runCommand(entry, command, (_, context) => work(context), ['node', script, ...args])
    return { code: process.exitCode, stderr: written.join(''), listens: count().map((each, at) => each - before[at]!) }
  } finally {
    process.stderr.write = write
    process.exitCode = undefined
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      for (const listener of process.listeners(name).slice(before[0])) process.off(name, listener)
    }
  }
}

/** As if this process got the signal, for the listener that was added last: that of the command. */
export function receive(signal: NodeJS.Signals): void {
  process.listeners(signal).at(-1)!(signal)
}
