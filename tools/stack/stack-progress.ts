import { elapsed } from '../command/elapsed.ts'
import { eventLine, hasEnded, isOfStackItself, resourcePath, type StackEvent } from './stack-event.ts'

/**
 * The events of an operation in brief: a line for each nested stack when it has ended, one for each failure, and for the
 * moment how many resources have been done and which is under way.
 */
export class StackProgress {
  /** The last event of each resource, by its path. */
  readonly #states = new Map<string, StackEvent>()
  /** When each nested stack was first heard of, by performance.now(). */
  readonly #startedAt = new Map<string, number>()

  /** The line that an event is worth, if any. Of a nested stack, its parent's events count. */
  lineOf(event: StackEvent): string | undefined {
    const path = resourcePath(event)
    if (isOfStackItself(event))
      return event.path.length === 0 && /FAILED|ROLLBACK/.test(event.status) ? eventLine(event) : undefined
    this.#states.set(path, event)
    if (event.status.endsWith('_FAILED')) return eventLine(event)
    if (event.type !== 'AWS::CloudFormation::Stack') return undefined
    if (!this.#startedAt.has(path)) this.#startedAt.set(path, performance.now())
    if (!hasEnded(event.status)) return undefined
    const resources = [...this.#states.keys()].filter(each => each.startsWith(`${path}/`)).length
    return `${path.padEnd(14)}  ${event.status}  ${resources} resources, ${elapsed(this.#startedAt.get(path)!)}`
  }

  /** How many resources have come to an end, and the one that was heard of last and has not. */
  get now(): string {
    const resources = [...this.#states.values()].filter(({ type }) => type !== 'AWS::CloudFormation::Stack')
    const open = resources.filter(({ status }) => !hasEnded(status))
    const latest = open.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0]
    const done = `${resources.length - open.length} of ${resources.length} resources so far`
    return latest ? `${done}, at ${resourcePath(latest)}` : done
  }
}
