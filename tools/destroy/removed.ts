import type { StackEvent } from '../deploy/stack-event.ts'
import { isOfStackItself } from '../deploy/stack-event.ts'

/** Something that is gone now, or should be: its type in CloudFormation's words, and its name or id. */
export interface Removed {
  readonly type: string
  readonly id: string
}

/** What a deletion of a stack removed, by its events. */
export function removedByStack(events: readonly StackEvent[]): Removed[] {
  return events
    .filter(event => event.status === 'DELETE_COMPLETE' && event.physicalId !== '')
    .filter(event => (isOfStackItself(event) ? event.path.length === 0 : event.type !== 'AWS::CloudFormation::Stack'))
    .map(event => ({ type: event.type, id: isOfStackItself(event) ? event.logicalId : event.physicalId }))
}

/** One line each, types aligned. */
export function removedLines(removed: readonly Removed[]): string[] {
  const width = Math.max(0, ...removed.map(({ type }) => type.length))
  return removed.map(({ type, id }) => `  ${type.padEnd(width)}  ${id}`)
}
