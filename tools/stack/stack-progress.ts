import { elapsed } from '../command/elapsed.ts'
import { eventLine, hasEnded, isOfStackItself, resourcePath, type StackEvent } from './stack-event.ts'

/**
 * Summarises the events of an operation: a line for each nested stack when it has ended, a line for each failure, and
 * the present progress.
 */
export class StackProgress {
  /** The last event of each resource, by its path. */
  readonly #states = new Map<string, StackEvent>()
  /** The time of each nested stack's first event, by performance.now(). */
  readonly #startedAt = new Map<string, number>()

  /** The line for an event, if it has one. For a nested stack, only its parent's events have one. */
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

  /** The number of finished resources, and the unfinished one with the latest event. */
  get now(): string {
    const resources = [...this.#states.values()].filter(({ type }) => type !== 'AWS::CloudFormation::Stack')
    const open = resources.filter(({ status }) => !hasEnded(status))
    const latest = open.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0]
    const done = `${resources.length - open.length} of ${resources.length} resources so far`
    return latest ? `${done}, at ${resourcePath(latest)}` : done
  }
}
