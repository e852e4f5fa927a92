import { eventually } from '../../testing/eventually.ts'
import type { Values } from './placeholders-fixture.ts'
import type { ServiceName } from './recording-fixture.ts'
import type { Output, Target } from './target-fixture.ts'

/** Makes something that answers need, and says what placeholders stand for it. It tells the world how to remove it. */
export type SetUp = (world: World) => Promise<Values>

/** AWS takes minutes for a mount target, and many seconds for a role that was made just now. */
const deadlineMs = 300_000

/** What the set-ups have made in one AWS: each one once, when the first answer needs it. */
export class World {
  readonly target: Target
  readonly #setUps: Readonly<Record<string, SetUp>>
  readonly #made = new Map<string, Promise<Values>>()
  readonly #undo: (() => Promise<unknown>)[] = []

  constructor(target: Target, setUps: Readonly<Record<string, SetUp>>) {
    this.target = target
    this.#setUps = setUps
  }

  /** What the placeholders stand for that every answer may use. */
  get values(): Values {
    const { account, region, prefix } = this.target
    return { account, region, prefix }
  }

  /** @throws what AWS answered if it refused, the same each time */
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

  /** Calls an operation until AWS no longer refuses with one of these codes: what was made before may take its time. */
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

  /** Waits until `done` holds for the output of the call. */
  async until(service: ServiceName, call: string, input: object, done: (output: Output) => boolean): Promise<Output> {
    const ask = async () => {
      const output = await this.send(service, call, input)
      return done(output) && output
    }
    return eventually(`${call} shows what was made`, ask, { deadlineMs }) as Promise<Output>
  }

  /** Is done by `removeAll`, the last first. */
  undo(step: () => Promise<unknown>): void {
    this.#undo.unshift(step)
  }

  /** Removes all that was made. What could not be removed is in the answer, with the reason. */
  async removeAll(): Promise<string[]> {
    const left: string[] = []
    for (const step of this.#undo.splice(0))
      await step().catch((error: unknown) => left.push(error instanceof Error ? error.message : String(error)))
    return left
  }
}
