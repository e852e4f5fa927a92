import { isDeepStrictEqual } from 'node:util'
import type { ResourceAttribute, ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation'
import type { Account } from '../operation.ts'
import { sameTags } from '../resources/tags.ts'
import type { Definition, Stack, StackResource } from '../stack.ts'
import { validationError } from '../template/template-error.ts'
import { isUnknown } from '../template/unknown-value.ts'
import { Evaluation, type KnownResource } from './evaluation.ts'
import { changedProperties } from './property-changes.ts'
import { isTaggable, replacement } from './replacement.ts'
import { checkReferences } from './template-references.ts'

export interface Plan {
  readonly changes: readonly ResourceChange[]
  /** Also true if only outputs or tags differ, which no resource change shows. */
  readonly any: boolean
  /** The new definition, in which values that are not known yet are unknown. */
  readonly evaluation: Evaluation
}

/** The changes of an update to `definition`, as far as they can be known in advance. */
export function planUpdate(account: Account, stack: Stack, definition: Definition): Plan {
  const known = new Map<string, KnownResource>()
  const evaluation = new Evaluation(account, stack, { definition, resources: id => known.get(id) })
  checkReferences(evaluation)
  checkSameTypes(stack, evaluation)
  const planned = new Map<string, ResourceChange | undefined>()
  // The resources to which a resource refers are planned before it, whatever the order of the template.
  for (const logicalId of inDependencyOrder(evaluation)) {
    const before = applied(stack, logicalId)
    const change = before ? planChange(evaluation, stack, before) : addition(evaluation, logicalId)
    planned.set(logicalId, change)
    // The values of a replaced resource, and a nested stack's new outputs, are known only after the update.
    if (before && !makesValuesAnew(change)) known.set(logicalId, before)
  }
  const changes = evaluation.logicalIds.flatMap(logicalId => planned.get(logicalId) ?? [])
  const removed = [...stack.resources.values()].filter(
    ({ logicalId }) => applied(stack, logicalId) && !evaluation.logicalIds.includes(logicalId),
  )
  const all = [...changes, ...removed.map(removal)]
  const sameOutputs = isDeepStrictEqual(evaluation.outputs(), stack.outputs)
  return { changes: all, evaluation, any: all.length > 0 || !sameOutputs || retagged(stack, definition) }
}

/** @throws AwsError ValidationError */
function checkSameTypes(stack: Stack, evaluation: Evaluation): void {
  const changed = evaluation.logicalIds.filter(id => {
    const before = applied(stack, id)
    return before !== undefined && before.type !== evaluation.typeOf(id)
  })
  if (changed.length === 0) return
  // Words: github.com/aws/aws-sam-cli/issues/6786
  throw validationError(
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(', ')}]`,
  )
}

function inDependencyOrder(evaluation: Evaluation): string[] {
  const ordered = new Set<string>()
  const add = (logicalId: string): void => {
    if (ordered.has(logicalId) || !evaluation.logicalIds.includes(logicalId)) return
    // Templates with cycles were already refused.
    for (const needed of evaluation.dependenciesOf(logicalId)) add(needed)
    ordered.add(logicalId)
  }
  for (const logicalId of evaluation.logicalIds) add(logicalId)
  return [...ordered]
}

function makesValuesAnew(change: ResourceChange | undefined): boolean {
  if (change?.Replacement === 'True') return true
  const given = change?.Details?.some(({ ChangeSource }) => ChangeSource !== 'Automatic') ?? false
  return change?.ResourceType === 'AWS::CloudFormation::Stack' && given
}

function applied({ resources }: Stack, logicalId: string): StackResource | undefined {
  const resource = resources.get(logicalId)
  return resource?.physicalId !== undefined && resource.status !== 'DELETE_COMPLETE' ? resource : undefined
}

function retagged(stack: Stack, definition: Definition): boolean {
  return !sameTags(stack.definition.tags, definition.tags)
}

function addition(evaluation: Evaluation, logicalId: string): ResourceChange {
  const ResourceType = evaluation.typeOf(logicalId)
  return { Action: 'Add', LogicalResourceId: logicalId, ResourceType, Scope: [], Details: [] }
}

function removal({ logicalId, physicalId, type, deletionPolicy }: StackResource): ResourceChange {
  return {
    Action: 'Remove',
    PolicyAction: deletionPolicy === 'Delete' ? 'Delete' : 'Retain',
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Scope: [],
    Details: [],
  }
}

function planChange(evaluation: Evaluation, stack: Stack, before: StackResource): ResourceChange | undefined {
  const { logicalId, physicalId, type } = before
  const properties = evaluation.properties(logicalId)
  const changed = changedProperties(before.properties, properties)
  const details = [
    ...changed.map(name => propertyDetail(type, name, properties[name])),
    ...attributeDetails(evaluation, stack, before),
  ]
  if (details.length === 0 && type === 'AWS::CloudFormation::Stack') details.push(automatic)
  if (details.length === 0) return undefined
  const certain = replacement(
    type,
    changed.filter(name => !hasUnknown(properties[name])),
  )
  const possible = replacement(type, changed)
  return {
    Action: 'Modify',
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Replacement: certain === 'True' ? 'True' : possible === 'False' ? 'False' : 'Conditional',
    ...(possible !== 'False' && {
      PolicyAction: before.updateReplacePolicy === 'Delete' ? 'ReplaceAndDelete' : 'ReplaceAndRetain',
    }),
    Scope: [...new Set(details.map(({ Target }) => Target!.Attribute!))],
    Details: details,
  }
}

function propertyDetail(type: string, name: string, value: unknown): ResourceChangeDetail {
  const dynamic = hasUnknown(value)
  const recreation = { True: 'Always', Conditional: 'Conditionally', False: 'Never' } as const
  return {
    Target: { Attribute: 'Properties', Name: name, RequiresRecreation: recreation[replacement(type, [name])] },
    Evaluation: dynamic ? 'Dynamic' : 'Static',
    ChangeSource: dynamic ? 'ResourceAttribute' : 'DirectModification',
  }
}

/** Changes of the template besides the properties, and of the stack's tags, which reach every resource with tags. */
function attributeDetails(evaluation: Evaluation, stack: Stack, before: StackResource): ResourceChangeDetail[] {
  const { logicalId, type, metadata, deletionPolicy, updateReplacePolicy } = before
  const attributes: ResourceAttribute[] = []
  if (retagged(stack, evaluation.definition) && isTaggable(type)) attributes.push('Tags')
  if (!isDeepStrictEqual(metadata, evaluation.metadataOf(logicalId))) attributes.push('Metadata')
  if (deletionPolicy !== evaluation.policyOf(logicalId, 'deletionPolicy')) attributes.push('DeletionPolicy')
  if (updateReplacePolicy !== evaluation.policyOf(logicalId, 'updateReplacePolicy'))
    attributes.push('UpdateReplacePolicy')
  return attributes.map(Attribute => ({
    Target: { Attribute, RequiresRecreation: 'Never' },
    Evaluation: 'Static',
    ChangeSource: 'DirectModification',
  }))
}

/**
 * "If you made no changes to the AWS::CloudFormation::Stack resource, CloudFormation sets the ChangeSource to
 * Automatic because the nested stack's template might have changed."
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html
 */
const automatic: ResourceChangeDetail = {
  Target: { Attribute: 'Properties', RequiresRecreation: 'Never' },
  Evaluation: 'Dynamic',
  ChangeSource: 'Automatic',
}

function hasUnknown(value: unknown): boolean {
  return isUnknown(JSON.stringify(value ?? null))
}
