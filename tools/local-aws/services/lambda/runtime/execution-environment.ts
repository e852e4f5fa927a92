import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { peakMemoryMB } from '../../../../command/peak-memory.ts'
import type { Credentials } from '../../../iam/identity.ts'
import type { Mount } from '../../efs/mount.ts'
import type { LambdaFunction } from '../function-model.ts'
import type { Account } from '../operation.ts'
import { environmentVariables } from './environment-variables.ts'
import { FunctionLog } from './function-log.ts'
import type { FunctionNetwork } from './isolation/function-network.ts'
import type { Isolation, Sandbox } from './isolation/isolation.ts'
import { reportInitStart } from './invocation-report.ts'
import { killLeftovers } from './leftover-processes.ts'
import { killGroup, listenToProcess } from './environment-process.ts'
import { nodeFlags } from './node-client/node-flags.ts'
import type { Outcome } from './outcome.ts'
import { maxResponseBytes } from './response-size.ts'
import { RuntimeApi, type RuntimeEvent } from './runtime-api.ts'

export interface EnvironmentParts {
  readonly account: Account
  readonly lambdaFunction: LambdaFunction
  readonly isolation: Isolation
  readonly network?: FunctionNetwork | undefined
  /** The folder that becomes /var/runtime: see makeRuntimeFolder. */
  readonly runtimeDirectory: string
  readonly credentials: Required<Credentials>
  readonly mount?: Mount
}

/** One execution environment: a process, its Runtime API and its log stream. It runs one event at a time. */
export class ExecutionEnvironment {
  readonly generation: number
  readonly log: FunctionLog
  /** Undefined until the init phase is over. */
  initDurationMs: number | undefined
  /** Set while the environment waits for its next event. */
  expiry: NodeJS.Timeout | undefined
  readonly #parts: EnvironmentParts
  readonly #api: RuntimeApi
  readonly #scratch: string
  #process: ChildProcess | undefined
  #runtimeApi = ''
  #settle: ((outcome: Outcome) => void) | undefined
  #becomeReady: (() => void) | undefined
  #failure: Outcome | undefined
  #stopped = false
  #initStartReported = false
  /** See Isolation.outgoing. There is no output before the sandbox exists. */
  #outgoing = (bytes: Uint8Array) => bytes

  constructor(parts: EnvironmentParts) {
    this.#parts = parts
    this.generation = parts.lambdaFunction.generation
    const identity = parts.account.iam.holder(parts.credentials.accessKeyId)!.identity
    this.log = new FunctionLog(parts.account, parts.lambdaFunction, identity)
    this.#scratch = join(parts.account.folder('lambda'), 'environments', randomUUID())
    this.#api = new RuntimeApi({
      ready: () => this.#becomeReady?.(),
      answered: bytes => {
        const payload = this.#outgoing(bytes)
        const fits = payload.length <= maxResponseBytes
        this.#settle?.(fits ? { kind: 'answered', payload } : { kind: 'tooLarge' })
        return fits
      },
      failed: payload => this.#settle?.({ kind: 'failed', payload: this.#outgoing(payload) }),
      initFailed: (payload, errorType) =>
        this.#fail({ kind: 'initFailed', payload: this.#outgoing(payload), errorType }),
    })
  }

  get stopped(): boolean {
    return this.#stopped
  }

  /** Starts the process and waits for the end of its init phase, or for the reason of its failure. */
  async start(): Promise<Outcome | undefined> {
    const { account, lambdaFunction, isolation, network, runtimeDirectory, credentials, mount } = this.#parts
    const { settings } = lambdaFunction
    await mkdir(this.#scratch, { recursive: true, mode: 0o755 })
    // A second start uses the address of the first.
    this.#runtimeApi ||= await this.#api.listen(network)
    const runtimeApi = this.#runtimeApi
    // The environment was stopped during its creation. No process could be killed, so none may be started.
    if (this.#failure) {
      this.#api.close()
      return this.#failure
    }
    const names = { credentials, runtimeApi, logStreamName: this.log.streamName }
    const sandbox: Sandbox = {
      codeDirectory: lambdaFunction.code.directory,
      runtimeDirectory,
      enterNetwork: network?.enter,
      nodeFlags: nodeFlags(settings.runtime, settings.variables.NODE_OPTIONS),
      scratchDirectory: this.#scratch,
      ephemeralStorageMiB: settings.ephemeralStorage.Size!,
      environment: environmentVariables(account, lambdaFunction, names),
      mount: mount && settings.fileSystem && { ...mount, localMountPath: settings.fileSystem.LocalMountPath! },
    }
    if (isolation.outgoing) this.#outgoing = isolation.outgoing(sandbox)
    let initStart: number | undefined
    const ready = this.#nextReady()
    this.#process = isolation.start(sandbox, () => {
      initStart = performance.now()
    })
    this.#listen(this.#process, () => initStart !== undefined)
    if (!this.#initStartReported) reportInitStart(this.log, account, lambdaFunction.functionName)
    this.#initStartReported = true
    await ready
    this.initDurationMs = performance.now() - (initStart ?? performance.now())
    return this.#failure
  }

  /** Starts a new process in place of the one whose init phase failed or took too long. */
  async restart(): Promise<Outcome | undefined> {
    const before = this.#process
    this.#process = undefined
    await this.#kill(before)
    this.#api.disconnect()
    if (!this.#stopped) this.#failure = undefined
    return this.#failure ?? this.start()
  }

  /** Runs one event. The environment may be used again when `idle` of the result resolves. */
  async run(event: RuntimeEvent): Promise<{ outcome: Outcome; idle: Promise<void> }> {
    const outcome = new Promise<Outcome>(resolve => {
      this.#settle = resolve
    })
    const idle = this.#nextReady()
    // The process ended while it waited. On AWS the environment is frozen then, so only the next event shows its end.
    if (this.#failure) this.#settle?.(this.#failure)
    else this.#api.deliver(event)
    return { outcome: await outcome, idle }
  }

  peakMemoryMB(): number {
    return this.#process?.pid ? peakMemoryMB(this.#process.pid) : 0
  }

  /** Kills the process with all its children, and removes its credentials. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#fail({ kind: 'exited', exit: 'stopped' })
    await this.#kill(this.#process)
    this.#api.close()
    this.#parts.account.iam.revoke(this.#parts.credentials.accessKeyId)
    await rm(this.#scratch, { recursive: true, force: true })
  }

  #nextReady(): Promise<void> {
    return new Promise(resolve => {
      this.#becomeReady = resolve
    })
  }

  async #kill(child: ChildProcess | undefined): Promise<void> {
    if (!child) return
    await killGroup(child)
    await killLeftovers(`AWS_LAMBDA_LOG_STREAM_NAME=${this.log.streamName}`)
  }

  #listen(child: ChildProcess, isBuilt: () => boolean): void {
    const early: string[] = []
    listenToProcess(child, {
      // Before the sandbox exists the output comes from the emulator, and does not belong in the function's log.
      line: line => void (isBuilt() ? this.log.output(this.#outgoingText(line)) : early.push(line)),
      logMessage: message => this.log.line(this.#outgoingText(message)),
      ended: exit => {
        // Either a restart has replaced this process, or its end was already reported.
        if (child !== this.#process || this.#failure) return
        if (isBuilt()) this.#fail({ kind: 'exited', exit })
        else this.#fail({ kind: 'unbuilt', exit: [exit, ...early].join(': ') })
      },
    })
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
