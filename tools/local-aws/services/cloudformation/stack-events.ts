import { randomUUID } from 'node:crypto'
import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation'
import type { Properties } from './resources/resource-type.ts'
import type { Stack } from './stack.ts'

export interface ResourceEvent {
  readonly logicalId: string
  readonly type: string
  readonly status: ResourceStatus
  readonly physicalId?: string
  readonly reason?: string
  readonly properties?: Properties
}

/**
 * Changes the stack's status and adds an event for it, as for a resource AWS::CloudFormation::Stack of its own name.
 */
export function setStackStatus(stack: Stack, status: StackStatus, reason?: string): void {
  stack.status = status
  stack.statusReason = reason
  stack.events.push({
    ...common(stack),
    EventId: randomUUID(),
    LogicalResourceId: stack.stackName,
    PhysicalResourceId: stack.stackId,
    ResourceType: 'AWS::CloudFormation::Stack',
    // REVIEW_IN_PROGRESS is no resource status in the SDK's types, but AWS's events have it.
    ResourceStatus: status as ResourceStatus,
    ...(reason && { ResourceStatusReason: reason }),
  })
}

export function recordResourceEvent(stack: Stack, event: ResourceEvent): void {
  const header = common(stack)
  stack.events.push({
    ...header,
    EventId: `${event.logicalId}-${event.status}-${header.Timestamp.toISOString()}`,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId ?? '',
    ResourceType: event.type,
    ResourceStatus: event.status,
    ...(event.reason && { ResourceStatusReason: event.reason }),
    ...(event.properties && { ResourceProperties: JSON.stringify(stringified(event.properties)) }),
  })
}

function common(stack: Stack) {
  const { stackId, stackName, events, clientRequestToken } = stack
  // Event ids contain the time, so a stack never has two events in one millisecond.
  const earliest = (events.at(-1)?.Timestamp?.getTime() ?? 0) + 1
  return {
    StackId: stackId,
    StackName: stackName,
    Timestamp: new Date(Math.max(Date.now(), earliest)),
    ...(clientRequestToken && { ClientRequestToken: clientRequestToken }),
  }
}

/** Events show every scalar as text: `"RetentionInDays":"7"`. */
function stringified(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stringified)
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, stringified(item)]))
  }
  return String(value)
}
