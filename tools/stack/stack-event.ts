import type { StackEvent as ServiceStackEvent } from '@aws-sdk/client-cloudformation'

/** An event of CloudFormation, and the path from the root to its stack. */
export interface StackEvent {
  readonly id: string
  readonly stackId: string
  /** Logical ids from the root to the nested stack of the event; empty for the root. */
  readonly path: readonly string[]
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly status: string
  readonly reason: string
  readonly at: Date
}

export function toStackEvent(event: ServiceStackEvent, path: readonly string[]): StackEvent {
  return {
    id: event.EventId!,
    stackId: event.StackId!,
    path,
    logicalId: event.LogicalResourceId ?? '',
    physicalId: event.PhysicalResourceId ?? '',
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    reason: event.ResourceStatusReason ?? '',
    at: event.Timestamp!,
  }
}

/** Whether the event is about its stack as a whole, not about a resource in it. */
export function isOfStackItself(event: StackEvent): boolean {
  return event.physicalId === event.stackId
}

/** Id of the nested stack that this event of its parent is about. */
export function nestedStackId(event: StackEvent): string | undefined {
  const nested = event.type === 'AWS::CloudFormation::Stack' && !isOfStackItself(event)
  return nested && event.physicalId.startsWith('arn:') ? event.physicalId : undefined
}

export function hasEnded(status: string): boolean {
  return !status.endsWith('_IN_PROGRESS')
}

/** `ComputeStack/ProducerFunction`. For an event of a stack itself: `ComputeStack`, or the name of the root. */
export function resourcePath(event: StackEvent): string {
  if (!isOfStackItself(event)) return [...event.path, event.logicalId].join('/')
  return event.path.length === 0 ? event.logicalId : event.path.join('/')
}

/** One line: time, resource, type, status, reason. */
export function eventLine(event: StackEvent): string {
  const time = event.at.toTimeString().slice(0, 8)
  const reason = event.reason === '' ? '' : `: ${event.reason}`
  return `${time}  ${resourcePath(event)}  ${event.type}  ${event.status}${reason}`
}
