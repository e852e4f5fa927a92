interface Held {
  /** How many resources of its stack wait for it. */
  readonly dependents: number
  readonly release: () => void
}

/**
 * What is at work in one deployment, in all its stacks.
 *
 * Some resources take long on AWS: a mount target about a minute. Whatever uses one without waiting for it fails there,
 * and here would pass whenever the machine is fast. So they are held back until nothing else is at work: what does not
 * wait for them comes first and fails as on AWS, and a right template loses no more than the wait for its neighbours.
 *
 * One is released at a time, those first for which others wait: who waits for one mount target of two must not find the
 * second one ready.
 */
export class Activity {
  #working = 0
  readonly #held = new Set<Held>()

  /** A resource at work. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#working += 1
    try {
      return await work()
    } finally {
      this.#pause()
    }
  }

  /** A nested stack's resources are at work in place of the resource that stands for it. */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    this.#pause()
    try {
      return await work()
    } finally {
      this.#working += 1
    }
  }

  /** Resolves when nothing else is at work. @throws AbortError */
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
    // What the end of one resource lets begin has begun when the event loop turns.
    setImmediate(() => {
      if (this.#working > 0) return
      const [first] = [...this.#held].sort((a, b) => b.dependents - a.dependents)
      first?.release()
    })
  }
}
