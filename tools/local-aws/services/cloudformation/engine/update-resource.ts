import type { Tag } from '@aws-sdk/client-cloudformation'
import { HandlerError } from '../resources/handler-error.ts'
import type { Properties } from '../resources/resource-type.ts'
import { sameTags } from '../resources/tags.ts'
import type { StackResource } from '../stack.ts'
import { recordResourceEvent } from '../stack-events.ts'
import type { ResourceWork } from './make-resource.ts'
import { appliedResource, makeResource } from './make-resource.ts'
import { changedProperties } from './property-changes.ts'
import { isTaggable, replacement } from './replacement.ts'
import { resourceContext } from './resource-context.ts'
import { EngineFailure } from './status-reason.ts'

export interface UpdateNotes {
  /** Called before anything is created or changed. */
  readonly touched: () => void
  readonly previousTags: readonly Tag[]
}

/**
 * Creates, changes, replaces or leaves the resource, depending on the difference of the applied and the new properties.
 */
export async function updateResource(
  work: ResourceWork,
  before: StackResource | undefined,
  { touched, previousTags }: UpdateNotes,
): Promise<void> {
  const { run, evaluation, logicalId } = work
  const properties = evaluation.properties(logicalId)
  if (!before) {
    touched()
    return makeResource(work, properties)
  }
  const changed = changedProperties(before.properties, properties)
  const retagged = isTaggable(before.type) && !sameTags(previousTags, run.stack.definition.tags)
  if (changed.length === 0 && !retagged && !isNestedStack(before)) {
    run.stack.resources.set(logicalId, withNewPolicies(work, before))
    return
  }
  touched()
  if (replacement(before.type, changed) === 'True') {
    refuseTakenName(before, properties, changed)
    return makeResource(work, properties, before)
  }
  const applied = retagged && !changed.includes('Tags') ? [...changed, 'Tags'] : changed
  await changeInPlace(work, before, { properties, changed: applied, previousTags })
}

interface Change {
  readonly properties: Properties
  readonly changed: readonly string[]
  readonly previousTags: readonly Tag[]
}

async function changeInPlace(
  { run, evaluation, logicalId, signal }: ResourceWork,
  before: StackResource,
  { properties: after, changed, previousTags }: Change,
): Promise<void> {
  const { stack, state } = run
  const physicalId = before.physicalId!
  const note = (status: 'UPDATE_IN_PROGRESS' | 'UPDATE_COMPLETE') =>
    recordResourceEvent(stack, { logicalId, type: before.type, status, physicalId, properties: after })
  // The record has the attempted properties, so that a rollback knows its starting point.
  stack.resources.set(logicalId, { ...before, properties: after, status: 'UPDATE_IN_PROGRESS', timestamp: new Date() })
  note('UPDATE_IN_PROGRESS')
  const type = state.resourceType(before.type)
  const refused = type.update ? changed.filter(name => !(type.applies?.includes(name) ?? true)) : changed
  if (!type.update || refused.length > 0) {
    throw new HandlerError(
      'NotUpdatable',
      `The local AWS cannot change ${refused.join(', ')} of ${before.type} in place.`,
    )
  }
  const context = resourceContext({ run, logicalId, signal, previousTags })
  const updated = await type.update({ physicalId, before: before.properties, after, changed }, context)
  const status = signal.aborted ? 'UPDATE_FAILED' : 'UPDATE_COMPLETE'
  stack.resources.set(logicalId, appliedResource(evaluation, logicalId, after, updated, status))
  if (!signal.aborted) note('UPDATE_COMPLETE')
}

/** Policies, dependencies and metadata exist only in the template: they change without an event. */
function withNewPolicies({ evaluation, logicalId }: ResourceWork, before: StackResource): StackResource {
  const { physicalId, ref, attributes, properties, status, timestamp } = before
  return { ...appliedResource(evaluation, logicalId, properties, { physicalId, ref, attributes }, status), timestamp }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html */
function refuseTakenName(before: StackResource, after: Properties, changed: readonly string[]): void {
  const named = Object.keys(after).find(name => after[name] === before.physicalId && !changed.includes(name))
  if (!named || !namesResource(named)) return
  throw new EngineFailure(
    `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${before.physicalId} ` +
      `and update the stack again.`,
  )
}

/**
 * Whether a property has the physical id because it is the resource's name, and not a reference to another resource.
 */
function namesResource(property: string): boolean {
  return /Name$/.test(property)
}

/** The template of a nested stack's URL may have changed although no property has, so it is always read. */
function isNestedStack({ type }: StackResource): boolean {
  return type === 'AWS::CloudFormation::Stack'
}
