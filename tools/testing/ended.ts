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

/** Some processes load the SDK, deploy and measure, which takes a minute or two on a busy machine. */
const childPatienceMs = 300_000

/** Waits for the end of a child process. At the deadline it is killed; the error has its output. */
export async function ended(
  child: ChildProcess,
  { deadlineMs = childPatienceMs }: { readonly deadlineMs?: number } = {},
): Promise<Ended> {
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  const what = `the end of ${child.spawnargs.join(' ').slice(0, 300)}`
  const seen = () => `its output:\n${stdout()}${stderr()}`
  try {
    // At `exit` some of the output may not have arrived.
    const [code, signal] = await within(what, once(child, 'close'), { deadlineMs, seen })
    return { code, signal, stdout: stdout(), stderr: stderr() }
  } finally {
    child.kill('SIGKILL')
  }
}

function collect(stream: Readable | null): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (some: string) => (text += some))
  return () => text
}
