import { Failure } from '../failure/failure.ts'

// Node runs calls to file systems on the threads of libuv's pool, and name look-ups too: 4 unless UV_THREADPOOL_SIZE says
// otherwise (docs.libuv.org/en/stable/threadpool.html). A call to a hard NFS mount whose server is gone keeps its thread
// until the server is back (nfs(5), "soft / hard"). Two threads are left for everything else.
const threads = Number(process.env.UV_THREADPOOL_SIZE) || 4
const slots = Math.max(1, threads - 2)

// The calls to one mount: no more at a time than there are slots, each with a deadline for its caller. The deadline
// does not end the call, nothing can; its slot is free again when it returns.
export class MountCalls {
  readonly #mountPath: string
  readonly #deadlineMs: number
  #underWay = 0
  #overdue = 0
  readonly #waiting = new Set<() => void>()

  constructor(mountPath: string, deadlineMs: number) {
    this.#mountPath = mountPath
    this.#deadlineMs = deadlineMs
  }

  // A call has not come back although its caller no longer waits.
  get hangs(): boolean {
    return this.#overdue > 0
  }

  // What the call answers, or EFS_UNAVAILABLE after the deadline, which counts from now on. A call whose turn has not
  // come by then is never made. What one answers after the deadline goes to `late`.
  make<T>(call: () => Promise<T>, late: (answer: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let begun = false
      let over = false
      const begin = () => {
        begun = true
        this.#track(call)
          .then(
            answer => (over ? late(answer) : resolve(answer)),
            error => reject(error),
          )
          .finally(() => {
            clearTimeout(timer)
            if (over) this.#overdue--
          })
      }
      const timer = setTimeout(() => {
        over = true
        if (begun) this.#overdue++
        else this.#waiting.delete(begin)
        const message = `EFS at ${this.#mountPath} did not answer within ${this.#deadlineMs} ms.`
        reject(new Failure('EFS_UNAVAILABLE', message))
      }, this.#deadlineMs)
      this.#inTurn(begin)
    })
  }

  // Without a deadline: for what has to happen at some time, as a file has to be closed.
  makeAtLast(call: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#inTurn(() => void this.#track(call).then(resolve, reject))
    })
  }

  #inTurn(begin: () => void): void {
    if (this.#underWay < slots) begin()
    else this.#waiting.add(begin)
  }

  async #track<T>(call: () => Promise<T>): Promise<T> {
    this.#underWay++
    try {
      return await call()
    } finally {
      this.#underWay--
      const [next] = this.#waiting
      if (next) {
        this.#waiting.delete(next)
        next()
      }
    }
  }
}
