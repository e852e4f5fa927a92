import type { ResourceStatus } from '@aws-sdk/client-cloudformation'
import type { StackResource } from '../stack.ts'
import { recordResourceEvent } from '../stack-events.ts'
import type { Failures } from './failures.ts'
import { resourceContext } from './resource-context.ts'
import type { StackRun } from './stack-run.ts'
import { statusReason } from './status-reason.ts'
import { dependents, walk } from './walk.ts'

export interface Deletion {
  readonly run: StackRun
  readonly resources: readonly StackResource[]
  readonly failures: Failures
  /** Whether a resource is kept in the account: DeletionPolicy, UpdateReplacePolicy, RetainResources. */
  readonly retains: (resource: StackResource) => boolean
  readonly settled?: (resource: StackResource, status: ResourceStatus, reason?: string) => void
}

/**
 * Deletes each resource after those that depend on it. If one fails, the resources that it needs are kept; everything
 * else is deleted.
 */
export async function deleteResources({ run, resources, failures, retains, settled }: Deletion): Promise<boolean> {
  const byId = new Map(resources.map(resource => [resource.logicalId, resource]))
  const note = (id: string, status: ResourceStatus, reason?: string): void => {
    const { logicalId, type, physicalId, properties } = byId.get(id)!
    recordResourceEvent(run.stack, { logicalId, type, physicalId, properties, status, reason })
    settled?.(byId.get(id)!, status, reason)
  }
  return walk({
    ids: [...byId.keys()].reverse(),
    dependenciesOf: dependents(byId.keys(), id => byId.get(id)!.dependencies),
    keepGoing: true,
    signal: run.signal,
    apply: async (id, signal) => {
      const resource = byId.get(id)!
      if (retains(resource)) return note(id, 'DELETE_SKIPPED')
      if (resource.physicalId !== undefined) {
        note(id, 'DELETE_IN_PROGRESS')
        const waiting = (reason: string) => note(id, 'DELETE_IN_PROGRESS', reason)
        const context = resourceContext({ run, logicalId: id, signal, waiting })
        await run.state.resourceType(resource.type).delete(resource.physicalId, resource.properties, context)
      }
      note(id, 'DELETE_COMPLETE')
    },
    failed: (id, error) => {
      failures.add('delete', id)
      note(id, 'DELETE_FAILED', statusReason(error, run.requestToken))
    },
  })
}
