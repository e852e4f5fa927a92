import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Command, CommanderError } from 'commander'
import { explainAwsError } from './aws-error.ts'
import { CannotRunHere, MisuseError } from './command-error.ts'
import { errorLines } from './error-lines.ts'
import { watchInterruption } from './interruption.ts'
import { createProgress, type Progress } from './progress.ts'

/** The exit codes of all commands. */
const exitCode = { done: 0, failed: 1, misused: 2, cannotRun: 2, interrupted: 130 } as const

export interface CommandContext {
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP: stop, clean up, reject. */
  readonly signal: AbortSignal
  readonly progress: Progress
  /** The words of the command line that are not options. */
  readonly operands: readonly string[]
}

/**
 * Parses the command line, does the work, and sets the exit code. Errors are printed as sentences.
 *
 * @param entry `import.meta.url` of the command's file. If another program imports that file, nothing happens: a tool that
 *   loads every source must not deploy or destroy anything.
 */
export async function runCommand<Options extends object>(
  entry: string,
  command: Command,
  work: (options: Options, context: CommandContext) => Promise<unknown>,
  argv: readonly string[] = process.argv,
): Promise<void> {
  if (!isStarted(entry, argv[1])) return
  // The lock file pins the SDK to a version that supports this Node, so its warning about later ones says nothing.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  command.exitOverride()
  try {
    command.parse(argv as string[])
  } catch (error) {
    // Commander has already printed its own errors.
    if (!(error instanceof CommanderError)) for (const line of errorLines(error, false)) console.error(line)
    process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? exitCode.done : exitCode.misused
    return
  }
  const progress = createProgress(process.stderr, Boolean((command.opts() as { verbose?: boolean }).verbose))
  const interruption = watchInterruption(signal =>
    progress.notice(`${signal}: stopping and cleaning up. Once more stops at once.`),
  )
  const { signal } = interruption
  try {
    await work(command.opts<Options>(), { signal, progress, operands: command.args })
    process.exitCode = signal.aborted ? exitCode.interrupted : exitCode.done
  } catch (error) {
    progress.status('')
    process.exitCode = report(error, signal)
  } finally {
    progress.status('')
    // The same key press may arrive a second time. It must not kill a command that is about to end.
    if (!signal.aborted) interruption.dispose()
  }
}

/** The loader knows a file by its real path. The command line may name a link to it. */
function isStarted(entry: string, script: string | undefined): boolean {
  return script !== undefined && realpathSync(script) === realpathSync(fileURLToPath(entry))
}

function report(error: unknown, signal: AbortSignal): number {
  // command.error() of the work itself; Commander has printed it.
  if (error instanceof CommanderError) return exitCode.misused
  const debug = Boolean(process.env.DEBUG)
  const interrupted = signal.aborted && isAbort(error)
  if (!interrupted || debug) {
    for (const line of errorLines(explainAwsError(error), debug)) process.stderr.write(`${line}\n`)
  }
  if (signal.aborted) process.stderr.write('Interrupted.\n')
  if (signal.aborted) return exitCode.interrupted
  if (error instanceof CannotRunHere) return exitCode.cannotRun
  return error instanceof MisuseError ? exitCode.misused : exitCode.failed
}

// The signal's reason, and the errors with which the AWS SDK and Node answer it, all have this name.
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
