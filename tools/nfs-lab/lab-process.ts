import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { within } from '../testing/eventually.ts'

/** The lab from the command's point of view, in either back-end. */
export interface LabProcess {
  /** Resolves when the lab has ended on its own, with the end of its output. */
  readonly ended: Promise<string>
  /** Ends the lab with all its processes. */
  stop(): Promise<void>
}

/** Asks a process to end, then ends its whole group. */
export async function endGroup(child: ChildProcess, politeMs: number): Promise<void> {
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  if (!isOver()) {
    const exited = once(child, 'exit')
    signalGroup(child, 'SIGTERM')
    await within('the end of the lab', exited, { deadlineMs: politeMs }).catch(() => {})
  }
  const exited = isOver() ? undefined : once(child, 'exit')
  // Also kills processes that outlived the first process of the group.
  signalGroup(child, 'SIGKILL')
  if (exited) await within('the end of the killed lab', exited, { deadlineMs: 10_000 }).catch(() => {})
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, signal)
  } catch {
    // The group has no process any more.
  }
}

/** Collects a process's output. The returned function returns its end. */
export function endOfOutput(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (some: string) => (text = (text + some).slice(-4000)))
  }
  return () => text.replaceAll('\r', '').trim()
}
