interface Held {
  /** The number of resources in its stack that wait for it. */
  readonly dependents: number
  readonly release: () => void
}

/**
 * The running work of one deployment, in all its stacks.
 *
 * Some resources take long on AWS: a mount target about a minute. A resource that uses one without waiting for it fails
 * there, but could pass here on a fast machine. So such resources are held back until no other work is running:
 * resources that do not wait for them come first and fail as on AWS, and a correct template loses only the wait for its
 * neighbours.
 *
 * One is released at a time, first those for which others wait: a resource that waits for one of two mount targets must
 * not find the second one ready.
 */
export class Activity {
  #working = 0
  readonly #held = new Set<Held>()

  /** Runs the work of a resource. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#working += 1
    try {
      return await work()
    } finally {
      this.#pause()
    }
  }

  /** Runs work during which its resource does not count: a nested stack's own resources count in its place. */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    this.#pause()
    try {
      return await work()
    } finally {
      this.#working += 1
    }
  }

  /** Resolves when no other work is running. @throws AbortError */
  async outlast(dependents: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    await this.aside(
      () =>
        new Promise<void>(resolve => {
          const held = { dependents, release: () => resolve(void this.#held.delete(held)) }
          this.#held.add(held)
          signal.addEventListener('abort', held.release, { once: true })
        }),
    )
    signal.throwIfAborted()
  }

  #pause(): void {
    this.#working -= 1
    // The dependents of a finished resource begin within one turn of the event loop.
    setImmediate(() => {
      if (this.#working > 0) return
      const [first] = [...this.#held].sort((a, b) => b.dependents - a.dependents)
      first?.release()
    })
  }
}
