import type { ResourceStatus } from '@aws-sdk/client-cloudformation'
import { HandlerError } from '../resources/handler-error.ts'
import type { CreatedResource, Properties } from '../resources/resource-type.ts'
import type { StackResource } from '../stack.ts'
import { recordResourceEvent } from '../stack-events.ts'
import type { Evaluation } from './evaluation.ts'
import { resourceContext } from './resource-context.ts'
import type { StackRun } from './stack-run.ts'
import { takenName } from './taken-names.ts'

export interface ResourceWork {
  readonly run: StackRun
  readonly evaluation: Evaluation
  readonly logicalId: string
  readonly signal: AbortSignal
}

/** Makes a physical resource: for a new stack, for an update that adds it, or in place of `replaced`. */
export async function makeResource(work: ResourceWork, properties: Properties, replaced?: StackResource) {
  const { run, evaluation, logicalId, signal } = work
  const { stack } = run
  const verb = replaced ? 'UPDATE' : 'CREATE'
  const type = evaluation.typeOf(logicalId)
  const record = (created: Partial<CreatedResource>, status: ResourceStatus): void => {
    stack.resources.set(logicalId, appliedResource(evaluation, logicalId, properties, created, status))
  }
  const note = (status: ResourceStatus, physicalId?: string, reason?: string): void =>
    recordResourceEvent(stack, { logicalId, type, properties, status, physicalId, reason })
  const initiated = (physicalId: string): void => {
    if (stack.resources.get(logicalId)?.physicalId === physicalId) return
    record({ physicalId }, `${verb}_IN_PROGRESS`)
    if (!signal.aborted) note(`${verb}_IN_PROGRESS`, physicalId, 'Resource creation Initiated')
  }

  if (!replaced) record({}, 'CREATE_IN_PROGRESS')
  note(`${verb}_IN_PROGRESS`, replaced?.physicalId, replaced && replacementReason)
  const taken = type === 'AWS::S3::Bucket' && takenName(run.account, type, properties)
  // In its oldest Region S3 accepts the creation of a bucket by its owner again; CloudFormation does not take it over.
  if (taken) throw new HandlerError('AlreadyExists', `${taken.name} already exists`)
  const context = resourceContext({ run, logicalId, signal, initiated })
  const created = await run.state.resourceType(type).create(properties, context)
  initiated(created.physicalId)
  // It was cancelled meanwhile. The resource exists, which the rollback must know, but it counts as failed.
  record(created, signal.aborted ? `${verb}_FAILED` : `${verb}_COMPLETE`)
  if (!signal.aborted) note(`${verb}_COMPLETE`, created.physicalId)
}

const replacementReason = 'Requested update requires the creation of a new physical resource; hence creating one.'

export function appliedResource(
  evaluation: Evaluation,
  logicalId: string,
  properties: Properties,
  { physicalId, ref, attributes = {} }: Partial<CreatedResource>,
  status: ResourceStatus,
): StackResource {
  return {
    logicalId,
    type: evaluation.typeOf(logicalId),
    physicalId,
    ref: ref ?? physicalId,
    attributes,
    properties,
    dependencies: [...evaluation.dependenciesOf(logicalId)],
    deletionPolicy: evaluation.policyOf(logicalId, 'deletionPolicy'),
    updateReplacePolicy: evaluation.policyOf(logicalId, 'updateReplacePolicy'),
    metadata: evaluation.metadataOf(logicalId),
    status,
    timestamp: new Date(),
  }
}

/** Also records a resource that was never created: DescribeStackResources shows it with its reason. */
export function recordFailure(work: Omit<ResourceWork, 'signal'>, status: ResourceStatus, reason: string): void {
  const { run, evaluation, logicalId } = work
  const { stack } = run
  const known = stack.resources.get(logicalId) ?? appliedResource(evaluation, logicalId, {}, {}, status)
  stack.resources.set(logicalId, { ...known, status, statusReason: reason, timestamp: new Date() })
  const { type, physicalId, properties } = known
  recordResourceEvent(stack, { logicalId, type, physicalId, properties, status, reason })
}
