import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { setImmediate as nextPoll } from 'node:timers/promises'
import type { FileOutcome } from './file-outcome.ts'
import { TapReader } from './tap-reader.ts'
import { type RunnerMessage, tapDescriptor, type WorkerMessage } from './worker-messages.ts'

export interface TestProcessOptions {
  /** The compiled `test-worker.ts`. */
  readonly worker: string
  readonly repository: string
  readonly environment: NodeJS.ProcessEnv
  /** A process without a sign of life for this long is ended: its code never returns to the event loop. */
  readonly silenceMs?: number | undefined
}

/** A process of the runner. It runs test files one after the other. */
export class TestProcess {
  protected readonly child: ChildProcess
  readonly #reader = new TapReader()
  readonly #exited: Promise<string>
  readonly #silenceMs: number
  #output = ''
  #silent: string | undefined
  #previous: string | undefined

  constructor({ worker, repository, environment, silenceMs = 120_000 }: TestProcessOptions) {
    this.#silenceMs = silenceMs
    this.child = spawn(process.execPath, [worker], {
      cwd: repository,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'ipc'],
      // The process has a group of its own, so that everything that a test has started can be ended with it.
      detached: true,
    })
    const { stdout, stderr } = this.child
    for (const stream of [stdout!, stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output += text))
    }
    const tap = this.child.stdio[tapDescriptor] as Readable
    tap.setEncoding('utf8').on('data', (text: string) => {
      this.#reader.write(text)
      this.read(text)
    })
    // A child of the process may keep the output open. Then `close` never comes.
    this.child.once('exit', () => this.#kill())
    // At `close` everything that the process wrote has been read.
    this.#exited = once(this.child, 'close').then(([code, signal]) => (signal ? `by ${signal}` : `with code ${code}`))
  }

  /** Runs a file to its end. A file that ends the process, or blocks it, has failed; the process is gone then. */
  async run(run: RunnerMessage['run']): Promise<FileOutcome> {
    const start = performance.now()
    // The message that a file has ended may overtake its TAP, which arrives through another pipe.
    const fileEnded = Promise.all([this.#fileEnded(), this.#reader.ended(run.file)])
    // If the message cannot be sent, the process is gone, which is reported below.
    this.child.send({ run } satisfies RunnerMessage, () => {})
    const broken = await Promise.race([
      fileEnded.then(() => undefined),
      this.#exited.then(how => this.#silent ?? `its process ended ${how}${this.#afterwards()}`),
    ])
    this.#previous = run.file
    // Output is written before the message, but also arrives through another pipe. The next poll reads it.
    await nextPoll()
    await nextPoll()
    const output = this.#output
    this.#output = ''
    const durationMs = performance.now() - start
    const { failures: reported, ...shown } = this.#reader.take(run.file)
    const failures = broken === undefined ? reported : [...reported, { name: broken, diagnostics: {} }]
    return { file: run.file, ok: failures.length === 0, ...shown, failures, durationMs, output }
  }

  /** Called with each piece of TAP. */
  protected read(_tap: string): void {}

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.connected
  }

  /** Ends the process and everything that it has started. */
  async end(): Promise<void> {
    if (this.child.pid === undefined) return
    this.#kill()
    await this.#exited
  }

  #kill(): void {
    try {
      process.kill(-this.child.pid!, 'SIGKILL')
    } catch {
      // No process of the group is left.
    }
  }

  /** Names the file that ran before: one of its timers or promises may have ended the process. */
  #afterwards(): string {
    return this.#previous === undefined ? '' : `, after ${this.#previous} had run in it`
  }

  #fileEnded(): Promise<void> {
    return new Promise(resolve => {
      const silent = () => {
        this.#silent = `its process gave no sign of life for ${this.#silenceMs / 1000} s`
        void this.end()
      }
      let watch = setTimeout(silent, this.#silenceMs)
      const hear = (message: WorkerMessage) => {
        clearTimeout(watch)
        if ('ended' in message) resolve(void this.child.off('message', hear))
        // tap sends messages too. Any message is a sign of life.
        else watch = setTimeout(silent, this.#silenceMs)
      }
      this.child.on('message', hear)
      void this.#exited.then(() => clearTimeout(watch))
    })
  }
}
