import { AwsError } from '../../../aws-error.ts'

type Attempt = 'create' | 'update' | 'delete'

/** The failed resources, and the sentence about them in the stack's status. */
export class Failures {
  readonly #failed: Record<Attempt, Set<string>> = { create: new Set(), update: new Set(), delete: new Set() }
  #reason?: string

  add(attempt: Attempt, logicalId: string): void {
    this.#failed[attempt].add(logicalId)
  }

  /** Adds a failure of the stack itself: its validation, its outputs, a cancellation. */
  because(reason: string): void {
    this.#reason ??= reason
  }

  /** An evaluation error (a missing export, a mapping) fails the stack, not a resource. */
  async from(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      this.because(error.message.endsWith('.') ? error.message : `${error.message}.`)
    }
  }

  get any(): boolean {
    return this.#reason !== undefined || Object.values(this.#failed).some(ids => ids.size > 0)
  }

  toString(): string {
    if (this.#reason) return this.#reason
    return Object.entries(this.#failed)
      .filter(([, ids]) => ids.size > 0)
      .map(([attempt, ids]) => `The following resource(s) failed to ${attempt}: [${[...ids].join(', ')}].`)
      .join(' ')
  }
}
