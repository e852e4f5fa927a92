import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { exitReason } from './exit-reason.ts'
import { logDescriptor } from './isolation/isolation.ts'
import { LogFrames } from './log-frames.ts'
import { LogLines } from './log-lines.ts'

export interface ProcessListener {
  /** A line of standard output or standard error. */
  readonly line: (line: string) => void
  /** A message that the runtime client writes to the descriptor of the log. */
  readonly logMessage: (message: string) => void
  /** May be called more than once. @param exit see exitReason */
  readonly ended: (exit: string | undefined) => void
}

/** Reports the output of the process of an environment, and its end. */
export function listenToProcess(child: ChildProcess, { line, logMessage, ended }: ProcessListener): void {
  for (const stream of [child.stdout!, child.stderr!]) {
    const lines = new LogLines(line)
    stream.on('data', bytes => lines.write(bytes)).on('end', () => lines.end())
  }
  const frames = new LogFrames(logMessage)
  ;(child.stdio[logDescriptor] as Readable | null | undefined)?.on('data', bytes => frames.write(bytes))
  child.once('error', error => ended(error.message))
  child.once('exit', (code, signal) => {
    const exit = exitReason(code, signal)
    // `close` comes after the last output. But child processes may hold the pipes open for ever, so the wait is short.
    const waited = setTimeout(() => ended(exit), 200)
    child.once('close', () => {
      clearTimeout(waited)
      ended(exit)
    })
  })
}

/** Kills the process with its group, and waits for its end. */
export async function killGroup(child: ChildProcess): Promise<void> {
  if (!child.pid || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise(resolve => child.once('exit', resolve))
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    // The process has just ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
  await gone
}
