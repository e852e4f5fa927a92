import { isOfStackItself, type StackEvent } from '../stack/stack-event.ts'
import type { Resource } from './resource.ts'

/** Finds the resources that a deletion of a stack has removed, in its events. */
export function removedByStack(events: readonly StackEvent[]): Resource[] {
  return events
    .filter(event => event.status === 'DELETE_COMPLETE' && event.physicalId !== '')
    .filter(event => (isOfStackItself(event) ? event.path.length === 0 : event.type !== 'AWS::CloudFormation::Stack'))
    .map(event => ({ type: event.type, id: isOfStackItself(event) ? event.logicalId : event.physicalId }))
}
