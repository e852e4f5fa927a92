import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { within } from './eventually.ts'

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Some load the SDK, deploy and measure; on a machine on which much else runs that takes a minute or two. */
const childPatienceMs = 300_000

/** Waits for the end of a child process. At the deadline it is killed; the error has its output. */
export async function ended(
  child: ChildProcess,
  { deadlineMs = childPatienceMs }: { readonly deadlineMs?: number } = {},
): Promise<Ended> {
  const [stdout, stderr] = [said(child.stdout), said(child.stderr)]
  const what = `the end of ${child.spawnargs.join(' ').slice(0, 300)}`
  const seen = () => `it said:\n${stdout()}${stderr()}`
  try {
    // Not `exit`: what it has written may still be on its way then.
    const [code, signal] = await within(what, once(child, 'close'), { deadlineMs, seen })
    return { code, signal, stdout: stdout(), stderr: stderr() }
  } finally {
    child.kill('SIGKILL')
  }
}

function said(stream: Readable | null): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (some: string) => (text += some))
  return () => text
}
