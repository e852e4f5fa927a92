import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Account } from '../../../account.ts'
import type { Credentials } from '../../../iam/identity.ts'
import type { Mount } from '../../efs/mount.ts'
import type { LambdaFunction } from '../function-model.ts'
import { environmentVariables } from './environment-variables.ts'
import { FunctionLog } from './function-log.ts'
import type { Isolation, Sandbox } from './isolation/isolation.ts'
import { peakMemoryMB } from './memory.ts'
import { RuntimeApi, type RuntimeEvent } from './runtime-api.ts'

/** What an invocation came to. `exited`: the process ended without an answer. */
export type Outcome =
  | { readonly kind: 'answered' | 'failed' | 'initFailed'; readonly payload: Uint8Array }
  | { readonly kind: 'exited'; readonly exit: string }

export interface EnvironmentParts {
  readonly account: Account
  readonly lambdaFunction: LambdaFunction
  readonly isolation: Isolation
  readonly credentials: Required<Credentials>
  readonly mount?: Mount
}

// "Init phase … limited to 10 seconds": https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
export const initTimeoutMs = 10_000

/** One execution environment: a process, its Runtime API and its log stream. It takes one event at a time. */
export class ExecutionEnvironment {
  readonly generation: number
  readonly log: FunctionLog
  /** Undefined until the init phase is over. */
  initDurationMs: number | undefined
  idleSince = 0
  readonly #parts: EnvironmentParts
  readonly #api: RuntimeApi
  readonly #scratch: string
  #process: ChildProcess | undefined
  #settle: ((outcome: Outcome) => void) | undefined
  #becomeReady: (() => void) | undefined
  #failure: Outcome | undefined
  /** See Isolation.outgoing; nothing leaves before there is a sandbox. */
  #outgoing = (bytes: Uint8Array) => bytes

  constructor(parts: EnvironmentParts) {
    this.#parts = parts
    this.generation = parts.lambdaFunction.generation
    const identity = parts.account.iam.holder(parts.credentials.accessKeyId)!.identity
    this.log = new FunctionLog(parts.account, parts.lambdaFunction, identity)
    this.#scratch = join(parts.account.folder('lambda'), 'environments', randomUUID())
    this.#api = new RuntimeApi({
      ready: () => this.#becomeReady?.(),
      answered: (_id, payload) => this.#settle?.({ kind: 'answered', payload: this.#outgoing(payload) }),
      failed: (_id, payload) => this.#settle?.({ kind: 'failed', payload: this.#outgoing(payload) }),
      initFailed: payload => this.#fail({ kind: 'initFailed', payload: this.#outgoing(payload) }),
    })
  }

  get alive(): boolean {
    return this.#failure === undefined
  }

  /** Starts the process and waits for the end of its init phase, or for why there is none. */
  async start(): Promise<Outcome | undefined> {
    const { account, lambdaFunction, isolation, credentials, mount } = this.#parts
    const { settings } = lambdaFunction
    await mkdir(this.#scratch, { recursive: true, mode: 0o755 })
    const runtimeApi = await this.#api.listen()
    // Stopped while it was being made: nothing is there to be killed yet, so nothing may be started.
    if (this.#failure) {
      this.#api.close()
      return this.#failure
    }
    const names = { credentials, runtimeApi, logStreamName: this.log.streamName }
    const sandbox: Sandbox = {
      codeDirectory: lambdaFunction.code.directory,
      scratchDirectory: this.#scratch,
      ephemeralStorageMiB: settings.ephemeralStorage.Size!,
      environment: environmentVariables(account, lambdaFunction, names),
      ...(mount && settings.fileSystem && { mount: { ...mount, localMountPath: settings.fileSystem.LocalMountPath! } }),
    }
    if (isolation.outgoing) this.#outgoing = isolation.outgoing(sandbox)
    let initStart = performance.now()
    const ready = this.#nextReady()
    this.#process = isolation.start(sandbox, () => {
      initStart = performance.now()
    })
    this.#listen(this.#process)
    this.log.platform('platform.initStart', {
      initializationType: 'on-demand',
      phase: 'init',
      runtimeVersion: `nodejs:${process.versions.node}`,
      functionName: lambdaFunction.functionName,
      functionVersion: '$LATEST',
    })
    await ready
    this.initDurationMs = performance.now() - initStart
    return this.#failure
  }

  /** Runs one event. The environment may be used again when `idle` of the result resolves. */
  async run(event: RuntimeEvent): Promise<{ outcome: Outcome; idle: Promise<void> }> {
    const outcome = new Promise<Outcome>(resolve => {
      this.#settle = resolve
    })
    const idle = this.#nextReady()
    this.#api.deliver(event)
    if (this.#failure) this.#settle?.(this.#failure)
    return { outcome: await outcome, idle }
  }

  async peakMemoryMB(): Promise<number> {
    return this.#process?.pid ? peakMemoryMB(this.#process.pid) : 0
  }

  /** Kills the process with all that it started, and forgets its credentials. */
  async stop(): Promise<void> {
    this.#fail({ kind: 'exited', exit: 'stopped' })
    const child = this.#process
    if (child?.pid && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise(resolve => child.once('exit', resolve))
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch (error) {
        // It ended in this very moment.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
      await gone
    }
    this.#api.close()
    this.#parts.account.iam.revoke(this.#parts.credentials.accessKeyId)
    await rm(this.#scratch, { recursive: true, force: true })
  }

  #nextReady(): Promise<void> {
    return new Promise(resolve => {
      this.#becomeReady = resolve
    })
  }

  #listen(child: ChildProcess): void {
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface(stream).on('line', line => this.log.line(this.#outgoingText(line)))
    }
    child.once('error', error => this.#fail({ kind: 'exited', exit: error.message }))
    child.once('exit', (code, signal) =>
      this.#fail({
        kind: 'exited',
        exit: signal ? `signal: ${signal.replace('SIG', '').toLowerCase()}` : `exit status ${code}`,
      }),
    )
  }

  #outgoingText(text: string): string {
    return Buffer.from(this.#outgoing(Buffer.from(text))).toString('utf8')
  }

  #fail(outcome: Outcome): void {
    this.#failure ??= outcome
    this.#settle?.(outcome)
    this.#becomeReady?.()
  }
}
