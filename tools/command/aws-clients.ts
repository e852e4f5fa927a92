import { interruptionHere } from './uninterrupted.ts'
import { untilAnswered } from './until-answered.ts'

/** The part of an SDK client that is used here. */
interface SdkClient {
  readonly config: {
    // any: a request is passed on unchanged.
    readonly requestHandler: { handle(request: any, options?: { abortSignal?: any }): Promise<unknown> }
  }
  destroy(): void
}

const interruptions = new WeakMap<object, () => AbortSignal | undefined>()

/**
 * The signal that ends a call of this client at this point. A waiter of the SDK needs it besides: it takes a call that was
 * ended for one that failed, and asks again until its time is over.
 *
 * @returns undefined for a client that no `AwsClients` made
 */
export function interruptionOf(client: object): AbortSignal | undefined {
  return interruptions.get(client)?.()
}

/**
 * The SDK clients of a command. Each is made at its first use. The class is passed, so that a command loads only
 * the clients that it uses: EC2's alone takes half a second.
 */
export class AwsClients<Config> implements Disposable {
  readonly #config: Config
  readonly #signal: AbortSignal | undefined
  readonly #graceMs: number | undefined
  readonly #made = new Map<unknown, SdkClient>()

  /**
   * @param signal ends every call of the clients, also those of paginators and waiters; a request that has been sent gets
   *   some seconds for its answer
   * @param graceMs these seconds
   */
  constructor(config: Config, signal?: AbortSignal, graceMs?: number) {
    this.#config = config
    this.#signal = signal
    this.#graceMs = graceMs
  }

  /** Returns the same client for the same class, until the clients are closed. */
  get<Client extends SdkClient>(ClientClass: new (config: Config) => Client): Client {
    const made = (this.#made.get(ClientClass) as Client | undefined) ?? this.#make(ClientClass)
    this.#made.set(ClientClass, made)
    return made
  }

  [Symbol.dispose](): void {
    for (const client of this.#made.values()) client.destroy()
    this.#made.clear()
  }

  /** The SDK takes a signal with a call, and none with a client. So its HTTP handler gets the signal with every request. */
  #make<Client extends SdkClient>(ClientClass: new (config: Config) => Client): Client {
    const client = new ClientClass(this.#config)
    interruptions.set(client, () => interruptionHere(this.#signal))
    const { requestHandler } = client.config
    const handle = requestHandler.handle.bind(requestHandler)
    requestHandler.handle = (request, options) => {
      const abortSignal: AbortSignal | undefined = options?.abortSignal ?? interruptionOf(client)
      const send = (signal: AbortSignal | undefined) => handle(request, { ...options, abortSignal: signal })
      return abortSignal && abortSignal === this.#signal
        ? untilAnswered(abortSignal, send, this.#graceMs)
        : send(abortSignal)
    }
    return client
  }
}
