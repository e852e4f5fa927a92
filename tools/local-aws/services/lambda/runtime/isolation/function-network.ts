import { type ChildProcess, spawn } from 'node:child_process'
import type { Server, Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

const keeper = fileURLToPath(new URL('network-keeper.mjs', import.meta.url))

interface Answer {
  readonly id: number
  readonly error?: string
}

/**
 * A network namespace for all functions of an account (network_namespaces(7)). It has only its own loopback interface,
 * so a function reaches the emulator's listeners there and no other address.
 */
export class FunctionNetwork {
  readonly #keeper: ChildProcess
  readonly #privileged: boolean
  readonly #asked = new Map<number, { resolve(server: Server): void; reject(error: Error): void }>()
  readonly #served: Server[] = []
  #lastId = 0

  /** Resolves with undefined if the machine allows none, or has no `ip` to start its loopback interface. */
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
    // The network must not keep the emulator's process alive.
    child.unref()
    child.channel?.unref()
  }

  /** Makes a listener on 127.0.0.1 of the functions' network. Port 0 selects a free port there. */
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

  /** Passes on the connections to this port of 127.0.0.1 until the network is closed. */
  async serve(port: number, take: (connection: Socket) => void): Promise<void> {
    const server = await this.listen(port)
    server.on('connection', take).unref()
    this.#served.push(server)
  }

  /** The command prefix that runs a command in the network. */
  get enter(): readonly string[] {
    const folder = `/proc/${this.#keeper.pid}/ns`
    // In this user namespace a process has the permissions that building a sandbox needs.
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
