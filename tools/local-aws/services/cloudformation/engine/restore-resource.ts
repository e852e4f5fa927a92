import type { Tag } from '@aws-sdk/client-cloudformation'
import { sameTags } from '../resources/tags.ts'
import type { StackResource } from '../stack.ts'
import { recordResourceEvent } from '../stack-events.ts'
import { changedProperties } from './property-changes.ts'
import { isTaggable } from './replacement.ts'
import { resourceContext } from './resource-context.ts'
import type { StackRun } from './stack-run.ts'

/**
 * Restores one resource to its state before the update, which had given the stack the tags `attemptedTags`. A replaced
 * one still exists, so its record is enough.
 */
export async function restoreResource(
  run: StackRun,
  before: StackResource,
  { signal, attemptedTags }: { readonly signal: AbortSignal; readonly attemptedTags: readonly Tag[] },
): Promise<void> {
  const { stack } = run
  const { logicalId, type, physicalId, properties } = before
  const now = stack.resources.get(logicalId)!
  const note = (status: 'UPDATE_IN_PROGRESS' | 'UPDATE_COMPLETE') =>
    recordResourceEvent(stack, { logicalId, type, status, properties, physicalId: physicalId ?? '' })
  note('UPDATE_IN_PROGRESS')
  const retagged = isTaggable(type) && !sameTags(attemptedTags, stack.definition.tags)
  const changed = [...new Set([...changedProperties(now.properties, properties), ...(retagged ? ['Tags'] : [])])]
  const inPlace = now.physicalId === physicalId
  if (inPlace && (changed.length > 0 || run.nestedUpdates.has(physicalId!))) {
    const context = resourceContext({ run, logicalId, signal, previousTags: attemptedTags })
    const { update, applies } = run.state.resourceType(type)
    // Properties that cannot be changed have not changed.
    const applied = changed.filter(name => applies?.includes(name) ?? true)
    if (applied.length > 0 || applies === undefined)
      await update?.({ physicalId: physicalId!, before: now.properties, after: properties, changed: applied }, context)
  }
  stack.resources.set(logicalId, { ...before, status: 'UPDATE_COMPLETE', timestamp: new Date() })
  note('UPDATE_COMPLETE')
}
