import { hasEnded, isOfStackItself, nestedStackId, type StackEvent } from './stack-event.ts'

/**
 * Merges the events of several stacks by time. The events of each stack come oldest first. Clocks differ a little: if a
 * parent seems to report the end of a nested stack before that stack does, the nested stack's event goes first.
 */
export function inOrder(stacks: ReadonlyArray<readonly StackEvent[]>): StackEvent[] {
  const queues = stacks.map(events => [...events])
  const ordered: StackEvent[] = []
  for (;;) {
    const waiting = queues.filter(queue => queue.length > 0)
    if (waiting.length === 0) return ordered
    const free = waiting.filter(queue => !isTooEarly(queue[0]!, waiting))
    const next = (free.length > 0 ? free : waiting).reduce((first, queue) =>
      queue[0]!.at < first[0]!.at ? queue : first,
    )
    ordered.push(next.shift()!)
  }
}

function isTooEarly(event: StackEvent, waiting: ReadonlyArray<readonly StackEvent[]>): boolean {
  const nested = hasEnded(event.status) ? nestedStackId(event) : undefined
  if (nested === undefined) return false
  const isOwnEnd = (other: StackEvent) => isOfStackItself(other) && other.status === event.status
  return waiting.some(queue => queue[0]!.stackId === nested && queue.some(isOwnEnd))
}
