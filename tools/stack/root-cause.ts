import { isOfStackItself, nestedStackId, type StackEvent } from './stack-event.ts'

/**
 * Returns the failure that caused the others. When a resource fails, CloudFormation cancels those beside it and fails
 * every stack around it with the words "Embedded stack … was not successfully created". So the cause is the first
 * failed resource that was not cancelled and is not a nested stack with such a resource in it.
 */
export function rootCause(events: readonly StackEvent[]): StackEvent | undefined {
  const ordered = [...events].sort((a, b) => a.at.getTime() - b.at.getTime() || b.path.length - a.path.length)
  const failures = ordered.filter(event => !isOfStackItself(event) && hasFailed(event) && !isCancelled(event))
  const failedStacks = new Set(failures.map(event => event.stackId))
  const cause = failures.find(event => !failedStacks.has(nestedStackId(event) ?? ''))
  return cause ?? ordered.find(event => isOfStackItself(event) && failsWithReason(event))
}

function hasFailed(event: StackEvent): boolean {
  return event.status.endsWith('_FAILED')
}

function isCancelled(event: StackEvent): boolean {
  return /^Resource (creation|update|deletion) cancell?ed/i.test(event.reason)
}

// A stack can fail before any of its resources, for example if its template cannot be read.
function failsWithReason(event: StackEvent): boolean {
  return event.reason !== '' && (hasFailed(event) || /ROLLBACK_IN_PROGRESS$/.test(event.status))
}
