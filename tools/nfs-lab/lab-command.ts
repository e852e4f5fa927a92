import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { within } from '../testing/eventually.ts'

/**
 * Mounting, or starting a server, takes a second or two, and many times that on User Mode Linux's one slow processor.
 */
const patienceMs = 60_000

/**
 * Runs a program of the system to its end. It does not wait for background processes of the program. A program that
 * hangs in NFS, which even SIGKILL may not reach, is left behind at the deadline.
 *
 * @throws Error with the program's output if its status is not 0
 */
export async function labCommand(
  program: string,
  args: readonly string[],
  { deadlineMs = patienceMs }: { readonly deadlineMs?: number } = {},
): Promise<void> {
  const line = [program, ...args].join(' ')
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  try {
    const [status, signal] = await within(`the end of ${line}`, once(child, 'exit'), { deadlineMs, seen: () => output })
    if (status !== 0) throw new Error(`${line} ended with ${signal ?? `status ${status}`}: ${output.trim()}`)
  } finally {
    child.kill('SIGKILL')
    child.stderr.destroy()
    child.unref()
  }
}

/**
 * Runs several lines in one shell, up to the first that fails: starting one program after the other is slow in a guest.
 */
export async function labScript(lines: readonly string[]): Promise<void> {
  await labCommand('sh', ['-ec', lines.join('\n')])
}
