import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { CommandError } from '../command/command-error.ts'

export interface LocalPage {
  /** The address of the page. */
  readonly address: string
  /** The lines that `npm run local` has printed so far. */
  readonly lines: readonly string[]
  /** Ends it as Ctrl-C does, and returns its exit code. */
  stop(): Promise<number | null>
}

const run = fileURLToPath(new URL('../run.mjs', import.meta.url))

/** Starts `npm run local -- --deploy`, as a person does, and waits until the page is there. */
export async function startLocalPage(...words: string[]): Promise<LocalPage> {
  const child = spawn(process.execPath, [run, 'local', '--deploy', ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  const lines: string[] = []
  const address = new Promise<string>(resolve => {
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', line => {
        lines.push(line)
        const [, found] = /^Draw a digit: (\S+)/.exec(line) ?? []
        if (found) resolve(found)
      })
    }
  })
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT')
    const [code] = await ended
    return code as number | null
  }
  return {
    address: await Promise.race([address, ended.then(() => failed(lines))]),
    lines,
    stop,
  }
}

function failed(lines: readonly string[]): never {
  throw new CommandError('LOCAL_AWS_FAILED', `npm run local -- --deploy has ended: ${lines.slice(-5).join(' ')}`)
}
