import { eventually } from '../../testing/eventually.ts'
import type { Values } from './placeholders-fixture.ts'
import type { ServiceName } from './recording-fixture.ts'
import type { Output, Target } from './target-fixture.ts'

/**
 * Makes resources for answers, registers their removal with the world, and returns the values of their placeholders.
 */
export type SetUp = (world: World) => Promise<Values>

/** AWS takes minutes for a mount target, and many seconds for a new role. */
const deadlineMs = 300_000

/** The resources of the set-ups in one AWS. Each set-up runs once, when the first answer needs it. */
export class World {
  readonly target: Target
  readonly #setUps: Readonly<Record<string, SetUp>>
  readonly #made = new Map<string, Promise<Values>>()
  readonly #undo: (() => Promise<unknown>)[] = []

  constructor(target: Target, setUps: Readonly<Record<string, SetUp>>) {
    this.target = target
    this.#setUps = setUps
  }

  /** The values of the placeholders that every answer may use. */
  get values(): Values {
    const { account, region, prefix } = this.target
    return { account, region, prefix }
  }

  /** @throws AWS's refusal, the same each time */
  async need(name: string): Promise<Values> {
    const setUp = this.#setUps[name]
    if (!setUp) throw new Error(`There is no set-up ${name}`)
    const made = this.#made.get(name) ?? setUp(this)
    this.#made.set(name, made)
    return made
  }

  /** Calls an operation; see `Target`. */
  send(service: ServiceName, call: string, input: object): Promise<Output> {
    return this.target.send(service, call, input)
  }

  /** Repeats a call until AWS no longer refuses with one of these codes: an earlier resource may not be ready. */
  async sendOnce(codes: readonly string[], service: ServiceName, call: string, input: object): Promise<Output> {
    const attempt = async () => {
      try {
        return { output: await this.send(service, call, input) }
      } catch (error) {
        if (codes.includes((error as Error).name)) return undefined
        throw error
      }
    }
    return (await eventually(`${call} without ${codes.join(' or ')}`, attempt, { deadlineMs }))!.output
  }

  /** Waits until `done` returns true for the output of the call. */
  async until(service: ServiceName, call: string, input: object, done: (output: Output) => boolean): Promise<Output> {
    const ask = async () => {
      const output = await this.send(service, call, input)
      return done(output) && output
    }
    return eventually(`${call} shows what was made`, ask, { deadlineMs }) as Promise<Output>
  }

  /** Adds a step for `removeAll`, which runs the last step first. */
  undo(step: () => Promise<unknown>): void {
    this.#undo.unshift(step)
  }

  /** Removes everything. Returns what could not be removed, with the reasons. */
  async removeAll(): Promise<string[]> {
    const left: string[] = []
    for (const step of this.#undo.splice(0))
      await step().catch((error: unknown) => left.push(error instanceof Error ? error.message : String(error)))
    return left
  }
}
