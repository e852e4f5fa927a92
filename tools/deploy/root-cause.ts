import { isOfStackItself, nestedStackId, type StackEvent } from './stack-event.ts'

/**
 * The failure that the others follow from. When a resource fails, CloudFormation cancels those beside it, and fails
 * every stack around it with the words "Embedded stack … was not successfully created": so from the root down, the
 * first failure that was not a cancellation, and where that is a nested stack with failures of its own, into it.
 */
export function rootCause(events: readonly StackEvent[]): StackEvent | undefined {
  const ordered = [...events].sort((a, b) => a.at.getTime() - b.at.getTime())
  const root = ordered.reduce<StackEvent | undefined>(
    (least, each) => (least === undefined || each.path.length < least.path.length ? each : least),
    undefined,
  )
  if (root === undefined) return undefined
  return deepestFailure(root.stackId, ordered) ?? ordered.find(event => isOfStackItself(event) && tellsFailure(event))
}

function deepestFailure(stackId: string, ordered: readonly StackEvent[]): StackEvent | undefined {
  const failed = ordered.find(
    event => event.stackId === stackId && !isOfStackItself(event) && hasFailed(event) && !isCancelled(event),
  )
  if (failed === undefined) return undefined
  const nested = nestedStackId(failed)
  return (nested === undefined ? undefined : deepestFailure(nested, ordered)) ?? failed
}

function hasFailed(event: StackEvent): boolean {
  return event.status.endsWith('_FAILED')
}

function isCancelled(event: StackEvent): boolean {
  return /^Resource (creation|update|deletion) cancell?ed/i.test(event.reason)
}

// A stack that fails before any of its resources, for example on a template that cannot be read.
function tellsFailure(event: StackEvent): boolean {
  return event.reason !== '' && (hasFailed(event) || /ROLLBACK_IN_PROGRESS$/.test(event.status))
}
