import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface CompareOnNfs {
  readonly seconds: number
  readonly ok: boolean
  /** The table, or the end of the output if it failed. */
  readonly output: string
}

/** Runs the comparison of the stores. Its progress is reported line by line. */
export async function runCompare(
  words: readonly string[],
  { repository, signal, report }: { repository: string; signal: AbortSignal; report: (line: string) => void },
): Promise<CompareOnNfs> {
  const start = performance.now()
  const child = spawn(process.execPath, words, { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop)
  const lines: string[] = []
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  createInterface(child.stderr).on('line', line => {
    lines.push(line)
    report(line)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  const ok = code === 0
  return {
    seconds: (performance.now() - start) / 1000,
    ok,
    output: ok ? output : [...lines.slice(-lastLines), output].join('\n'),
  }
}

const lastLines = 20
