import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { peakMemoryMB } from '../command/peak-memory.ts'
import { within } from '../testing/eventually.ts'
import type { HeldCall } from './hold-call.ts'
import type { FromHost, HostParts, ToHost } from './host-messages.ts'

export interface HostAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  // biome-ignore lint/suspicious/noExplicitAny: as in the fixtures of the functions
  readonly body: any
}

type Line = Record<string, unknown>

/** Loading the SDK and ONNX Runtime takes seconds on User Mode Linux. */
const startPatienceMs = 120_000
const callPatienceMs = 180_000

/** A host of functions (`host.ts`), in a process of its own. */
export class Host {
  /** The functions' log, as objects. */
  readonly log: Line[] = []
  readonly #child: ChildProcess
  readonly #answers = new EventEmitter()
  readonly #bucketName: string
  #ids = 0
  #stderr = ''

  private constructor(program: readonly string[], parts: HostParts, temporary: string) {
    this.#bucketName = parts.bucketName
    this.#child = spawn(process.execPath, program, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, TMPDIR: temporary },
    })
    this.#answers.setMaxListeners(0)
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text))
    // An error occurs if the host was killed during a message.
    this.#child.on('error', () => {})
    this.#child.on('message', (message: FromHost) => {
      if ('log' in message) this.log.push(message.log)
      else this.#answers.emit('id' in message ? String(message.id) : Object.keys(message)[0]!, message)
    })
    this.#send({ start: parts })
  }

  static async start(program: readonly string[], parts: HostParts, temporary: string): Promise<Host> {
    const host = new Host(program, parts, temporary)
    await host.#heard('ready', 'the start of a host', startPatienceMs)
    return host
  }

  get pid(): number {
    return this.#child.pid!
  }

  /** The peak memory of the host and its inference process (proc(5), VmHWM). */
  peakMemoryMiB(): number {
    return peakMemoryMB(this.pid)
  }

  /** `POST /ingest`; a string is sent unchanged. */
  ingest(body: unknown, deadlineMs?: number): Promise<HostAnswer> {
    return this.#post('producer', '/ingest', body, deadlineMs)
  }

  /** `POST /predict`. */
  predict(body: unknown, deadlineMs?: number): Promise<HostAnswer> {
    return this.#post('consumer', '/predict', body, deadlineMs)
  }

  /**
   * Sends one S3 event for these keys, encoded as S3 does. @returns the outcome for each @throws the handler's error
   */
  async notify(...keys: string[]): Promise<{ key: string; status: string }[]> {
    const Records = keys.map(key => ({
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: this.#bucketName }, object: { key: encodeURIComponent(key).replace(/%20/g, '+') } },
    }))
    return (await this.#call('producer', { Records })) as { key: string; status: string }[]
  }

  /**
   * Delays the host's next call of this name on a path with this text. @returns a promise that resolves when the call
   * is reached, and a function that releases it
   */
  async hold(call: HeldCall, text: string): Promise<{ reached: Promise<unknown>; letGo: () => void }> {
    const holds = this.#heard('holds', 'a hook', callPatienceMs)
    const reached = this.#heard('held', `a ${call} of ${text}`, callPatienceMs)
    reached.catch(() => {}) // rejects if the host ends before
    this.#send({ hold: call, text })
    await holds
    return { reached, letGo: () => this.#send({ letGo: true }) }
  }

  /**
   * Ends the host as a crash does. @returns whether it is gone: a host that hangs in NFS may remain until its mount
   * works again
   */
  async kill(signal: NodeJS.Signals = 'SIGKILL', deadlineMs = 5_000): Promise<boolean> {
    const { exitCode, signalCode } = this.#child
    if (exitCode !== null || signalCode !== null) return true
    const exited = once(this.#child, 'exit').then(() => true)
    this.#child.kill(signal)
    const isGone = await within('the end of a host', exited, { deadlineMs }).catch(() => false)
    if (!isGone) {
      this.#child.stderr!.destroy()
      if (this.#child.connected) this.#child.disconnect()
      this.#child.unref()
    }
    return isGone
  }

  async #post(call: 'producer' | 'consumer', path: string, body: unknown, deadlineMs?: number): Promise<HostAnswer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const event = { resource: path, path, httpMethod: 'POST', isBase64Encoded: false, body: text }
    const result = (await this.#call(call, event, deadlineMs)) as { statusCode: number; headers: object; body: string }
    return { status: result.statusCode, headers: { ...result.headers }, body: JSON.parse(result.body) }
  }

  async #call(call: 'producer' | 'consumer', event: unknown, deadlineMs = callPatienceMs): Promise<unknown> {
    const id = ++this.#ids
    const heard = this.#heard(String(id), `an answer of the ${call} of host ${this.pid}`, deadlineMs)
    this.#send({ id, call, event })
    const answer = (await heard) as Extract<FromHost, { id: number }>
    if ('error' in answer) throw Object.assign(new Error(answer.error.message), answer.error)
    return answer.result
  }

  #send(message: ToHost): void {
    this.#child.send(message, () => {})
  }

  async #heard(event: string, what: string, deadlineMs: number): Promise<FromHost> {
    const watch = new AbortController()
    const { signal } = watch
    const heard = once(this.#answers, event, { signal }).then(([message]) => message as FromHost)
    const gone = once(this.#child, 'exit', { signal }).then(([code, by]) => {
      throw new Error(`The host ended ${by ? `by ${by}` : `with ${code}`} before ${what}: ${this.#stderr.slice(-2000)}`)
    })
    try {
      return await within(what, Promise.race([heard, gone]), { deadlineMs, seen: () => this.#stderr.slice(-2000) })
    } finally {
      watch.abort()
      // Both promises may reject after that, and no other code awaits them.
      await Promise.allSettled([heard, gone])
    }
  }
}
