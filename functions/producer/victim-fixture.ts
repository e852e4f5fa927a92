import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { within } from '../../tools/testing/eventually.ts'
import type { FromVictim } from './victim-program-fixture.ts'

// For tests only: a Producer in a separate process, which is killed while it works.

export interface VictimParts {
  program: string
  endpoint: string
  bucketName: string
  mountPath: string
}

/** Bundles all that the program needs into one file, which starts in a fifth of the time that a loader takes. */
export async function bundleVictim(outfile: string): Promise<string> {
  const entry = fileURLToPath(new URL('./victim-program-fixture.ts', import.meta.url))
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'cjs', minify: true, outfile })
  return outfile
}

/** The outcome of an event: it was answered in time, or the process was killed between beginning and answering it. */
export type Fate = { killed: true } | { killed: false; failed?: string; ms: number }

export class Victim {
  readonly #child: ChildProcess
  readonly #ready: Promise<void>
  readonly #closed: Promise<unknown>
  #hear: (message: FromVictim) => void = () => {}

  constructor({ program, endpoint, bucketName, mountPath }: VictimParts) {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      BUCKET_NAME: bucketName,
      EFS_MOUNT_PATH: mountPath,
    }
    this.#child = fork(program, [], { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    // Resolves after all messages of the process have been received.
    this.#closed = once(this.#child, 'close')
    this.#ready = new Promise(resolve => this.#child.once('message', () => resolve()))
    this.#child.on('message', (message: FromVictim) => this.#hear(message))
  }

  /**
   * Sends an event. The process calls `begun` when it has begun; from then on it may be killed, and then there is no
   * answer.
   */
  async send(event: object, begun: () => void = () => {}): Promise<Fate> {
    await within('a victim is ready', this.#ready)
    let begunAt = 0
    const answered = new Promise<Fate>(resolve => {
      this.#hear = message => {
        if ('begun' in message) {
          begunAt = performance.now()
          begun()
        } else {
          const ms = performance.now() - begunAt
          const failed = 'failed' in message ? message.failed : failureIn(message)
          resolve({ killed: false, ms, ...(failed && { failed }) })
        }
      }
    })
    this.#child.send(event)
    // If an answer is still on its way when the process is killed, it arrives before the process's end.
    const killed = this.#closed.then((): Fate => ({ killed: true }))
    return within('a victim answers or ends', Promise.race([answered, killed]))
  }

  get alive(): boolean {
    return this.#child.connected && !this.#child.killed
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

// The text of an API answer that is not a success.
function failureIn(message: FromVictim): string | undefined {
  const answered = 'answered' in message ? (message.answered as { statusCode?: number; body?: string }) : {}
  return (answered.statusCode ?? 200) >= 400 ? answered.body : undefined
}
