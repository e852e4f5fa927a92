import { type ChildProcess, spawn } from 'node:child_process'
import type { Server, Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

const keeper = fileURLToPath(new URL('network-keeper.mjs', import.meta.url))

interface Answer {
  readonly id: number
  readonly error?: string
}

/**
 * A network namespace for all functions of an account (network_namespaces(7)): it has its own loopback and nothing
 * else, so a function reaches what the emulator listens to there and no other address.
 */
export class FunctionNetwork {
  readonly #keeper: ChildProcess
  readonly #privileged: boolean
  readonly #asked = new Map<number, { resolve(server: Server): void; reject(error: Error): void }>()
  readonly #served: Server[] = []
  #lastId = 0

  /** Resolves with undefined where the machine allows none, or has no `ip` to bring its loopback up. */
  static async start(privileged: boolean): Promise<FunctionNetwork | undefined> {
    const namespaces = privileged ? ['--net'] : ['--user', '--map-root-user', '--net']
    const program = ['sh', '-c', 'ip link set lo up && exec "$0" "$1"', process.execPath, keeper]
    const child = spawn('unshare', [...namespaces, '--', ...program], {
      cwd: '/',
      env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const ready = await new Promise<boolean>(resolve => {
      child.once('message', () => resolve(true))
      child.once('error', () => resolve(false))
      child.once('exit', () => resolve(false))
    })
    return ready ? new FunctionNetwork(child, privileged) : undefined
  }

  private constructor(child: ChildProcess, privileged: boolean) {
    this.#keeper = child
    this.#privileged = privileged
    child.on('message', (answer, server) => this.#take(answer as Answer, server as Server | undefined))
    child.once('exit', () => {
      for (const { reject } of this.#asked.values()) reject(new Error('the network of the functions has ended'))
    })
    // Whoever waits for functions holds the emulator, not their network.
    child.unref()
    child.channel?.unref()
  }

  /** A listener on 127.0.0.1 as the functions see it. Port 0 is any that is free there. */
  listen(port: number): Promise<Server> {
    const id = (this.#lastId += 1)
    const server = new Promise<Server>((resolve, reject) => this.#asked.set(id, { resolve, reject }))
    this.#keeper.channel?.ref()
    this.#keeper.send({ id, port })
    return server.finally(() => {
      this.#asked.delete(id)
      if (this.#asked.size === 0) this.#keeper.channel?.unref()
    })
  }

  /** Takes the connections to this port of 127.0.0.1 until the network is closed. */
  async serve(port: number, take: (connection: Socket) => void): Promise<void> {
    const server = await this.listen(port)
    server.on('connection', take).unref()
    this.#served.push(server)
  }

  /** What runs a command in it. */
  get enter(): readonly string[] {
    const folder = `/proc/${this.#keeper.pid}/ns`
    // Whoever enters the user namespace may do in it what it takes to build a sandbox.
    const user = this.#privileged ? [] : [`--user=${folder}/user`, '--preserve-credentials']
    return ['nsenter', ...user, `--net=${folder}/net`, '--']
  }

  close(): void {
    for (const server of this.#served) server.close()
    this.#keeper.kill('SIGKILL')
  }

  #take({ id, error }: Answer, server: Server | undefined): void {
    const asked = this.#asked.get(id)
    if (server) asked?.resolve(server)
    else asked?.reject(new Error(`the network of the functions has no listener: ${error}`))
  }
}
