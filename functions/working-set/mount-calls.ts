import { Failure } from '../failure/failure.ts'

// Node runs calls to file systems, and name look-ups too, on the threads of libuv's pool: 4 unless UV_THREADPOOL_SIZE
// says otherwise (docs.libuv.org/en/stable/threadpool.html). A call to a hard NFS mount whose server is gone keeps its
// thread until the server is back (nfs(5), "soft / hard"). Two threads are left for everything else.
const threads = Number(process.env.UV_THREADPOOL_SIZE) || 4
const slots = Math.max(1, threads - 2)

interface Mount {
  underWay: number
  /** Calls that have not returned although their callers no longer wait. */
  overdue: number
  readonly waiting: Set<() => void>
}

// By path, for the lifetime of the process: all users of one mount share its slots.
const mounts = new Map<string, Mount>()

/**
 * The calls to one mount: at most as many at a time as there are slots, each with a deadline for its caller. The
 * deadline does not end the call, because nothing can. Its slot is free again when the call returns.
 */
export class MountCalls {
  readonly #mountPath: string
  readonly #deadlineMs: number
  readonly #mount: Mount

  constructor(mountPath: string, deadlineMs: number) {
    this.#mountPath = mountPath
    this.#deadlineMs = deadlineMs
    this.#mount = mounts.get(mountPath) ?? { underWay: 0, overdue: 0, waiting: new Set() }
    mounts.set(mountPath, this.#mount)
  }

  get hangs(): boolean {
    return this.#mount.overdue > 0
  }

  // The result of the call, or EFS_UNAVAILABLE after the deadline, which counts from now on. A call whose turn has not
  // come by then is never made. A result that arrives after the deadline goes to `late`.
  make<T>(call: () => Promise<T>, late: (answer: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let begun = false
      let over = false
      const begin = () => {
        begun = true
        const ended = () => {
          clearTimeout(timer)
          if (over) this.#mount.overdue--
        }
        this.#begin(
          call,
          answer => {
            ended()
            if (over) late(answer)
            else resolve(answer)
          },
          error => {
            ended()
            reject(error)
          },
        )
      }
      const timer = setTimeout(() => {
        over = true
        if (begun) this.#mount.overdue++
        else this.#mount.waiting.delete(begin)
        const message = `EFS at ${this.#mountPath} did not answer within ${this.#deadlineMs} ms.`
        reject(new Failure('EFS_UNAVAILABLE', message))
      }, this.#deadlineMs)
      this.#inTurn(begin)
    })
  }

  // Makes a call without a deadline. For work that must happen at some time, such as closing a file.
  makeAtLast(call: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#inTurn(() => this.#begin(call, resolve, reject))
    })
  }

  #inTurn(begin: () => void): void {
    if (this.#mount.underWay < slots) begin()
    else this.#mount.waiting.add(begin)
  }

  // Uses callbacks: a request makes many calls, and each promise between them costs as much as a short call.
  #begin<T>(call: () => Promise<T>, resolve: (answer: T) => void, reject: (error: unknown) => void): void {
    this.#mount.underWay++
    call().then(
      answer => {
        this.#ended()
        resolve(answer)
      },
      (error: unknown) => {
        this.#ended()
        reject(error)
      },
    )
  }

  #ended(): void {
    this.#mount.underWay--
    const [next] = this.#mount.waiting
    if (!next) return
    this.#mount.waiting.delete(next)
    next()
  }
}
