import { isOfStackItself, nestedStackId, resourcePath, type StackEvent } from '../stack/stack-event.ts'
import type { Resource } from './resource.ts'

/** Finds the resources that a deletion of a stack has removed, in its events. */
export function removedResources(events: readonly StackEvent[]): Resource[] {
  return events
    .filter(event => event.status === 'DELETE_COMPLETE' && event.physicalId !== '')
    .filter(event => (isOfStackItself(event) ? event.path.length === 0 : event.type !== 'AWS::CloudFormation::Stack'))
    .map(event => ({ type: event.type, id: isOfStackItself(event) ? event.logicalId : event.physicalId }))
}

/** A resource that could not be deleted, with CloudFormation's reason. */
export interface FailedResource extends Resource {
  /** `NetworkStack/Vpc` */
  readonly path: string
  readonly reason: string
}

/** Finds the failed resources of a deletion in its events, without the nested stacks around them. */
export function failedResources(events: readonly StackEvent[]): FailedResource[] {
  const failures = events.filter(event => event.status === 'DELETE_FAILED')
  const around = new Set(failures.map(({ stackId }) => stackId))
  const causes = failures.filter(event => !isOfStackItself(event) && !around.has(nestedStackId(event) ?? ''))
  const reported = causes.length > 0 ? causes : failures
  return [...new Map(reported.map(event => [resourcePath(event), toFailed(event)])).values()]
}

export function failedLine({ path, type, id, reason }: FailedResource): string {
  return `${path} (${type}, ${id}): ${reason}`
}

function toFailed(event: StackEvent): FailedResource {
  return { path: resourcePath(event), type: event.type, id: event.physicalId, reason: event.reason }
}
