import { randomUUID } from 'node:crypto'
import type { ResourceChange } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import type { ChangeSet } from '../change-set.ts'
import type { Account } from '../operation.ts'
import type { Properties } from '../resources/resource-type.ts'
import { setStackStatus } from '../stack-events.ts'
import { newStack, type Stack } from '../stack.ts'
import type { CloudFormationState } from '../state.ts'
import { asPlaceholder } from '../template/unknown-value.ts'
import type { Actor } from './deployment-actor.ts'
import { earlyFailure } from './early-validation.ts'
import type { Evaluation } from './evaluation.ts'
import { nestedDefinition } from './nested-definition.ts'
import { physicalName } from './physical-name.ts'
import { missingParameterValues } from './parameter-existence.ts'
import { type Plan, planUpdate } from './plan.ts'
import { EngineFailure } from './status-reason.ts'

export interface Planner extends Actor {
  readonly account: Account
  readonly state: CloudFormationState
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets-create.html
const noChanges =
  "The submitted information didn't contain changes. Submit different information to create a change set."

/** Validates and plans. Afterwards the change set is executable or has the reason why it is not. */
export async function fillChangeSet(planner: Planner, changeSet: ChangeSet): Promise<void> {
  try {
    const invalid = changeSet.validates && validate(planner, changeSet)
    if (invalid) return settle(changeSet, 'FAILED', invalid)
    const missing = missingParameterValues(planner.account, changeSet.definition)
    if (missing) return settle(changeSet, 'FAILED', missing)
    const plan = planUpdate(planner.account, changeSet.stack, changeSet.definition)
    const changes = changeSet.includeNestedStacks ? await withNested(planner, changeSet, plan) : plan.changes
    changeSet.changes = changes.map(ResourceChange => ({ Type: 'Resource', ResourceChange }))
    const empty = changes.length === 0 && (plan.changes.length > 0 || !plan.any)
    if (empty && changeSet.type === 'UPDATE') return settle(changeSet, 'FAILED', noChanges)
    settle(changeSet, 'CREATE_COMPLETE')
  } catch (error) {
    settle(changeSet, 'FAILED', error instanceof AwsError ? error.message : 'Internal Failure')
    if (!(error instanceof AwsError)) throw error
  }
}

function validate({ account }: Planner, { stack, definition, validationErrors }: ChangeSet): string | undefined {
  return earlyFailure({ account, stack, definition, operation: 'CREATE_CHANGESET' }, validationErrors)
}

function settle(changeSet: ChangeSet, status: 'CREATE_COMPLETE' | 'FAILED', reason?: string): void {
  changeSet.statusReason = reason
  // Only the root change set is executed; it executes the nested ones.
  changeSet.executionStatus = status === 'FAILED' ? 'UNAVAILABLE' : 'AVAILABLE'
  changeSet.status = status
}

/** Makes a change set for every nested stack that is added or changed; unchanged nested stacks have none. */
async function withNested(
  planner: Planner,
  changeSet: ChangeSet,
  { changes, evaluation }: Plan,
): Promise<ResourceChange[]> {
  const planned = await Promise.all(
    changes.map(async change => {
      if (change.ResourceType !== 'AWS::CloudFormation::Stack' || change.Action === 'Remove') return change
      const nested = await nestedChangeSet(planner, changeSet, change, evaluation)
      const unchanged = nested.statusReason === noChanges
      if (unchanged) planner.state.dropChangeSet(nested)
      if (nested.status === 'FAILED' && !unchanged) {
        throw new EngineFailure(
          `Nested change set ${nested.changeSetId} was not successfully created: Currently in FAILED. ${nested.statusReason}`,
        )
      }
      if (unchanged && change.Details?.every(({ ChangeSource }) => ChangeSource === 'Automatic')) return undefined
      return {
        ...change,
        PhysicalResourceId: nested.stack.stackId,
        ...(!unchanged && { ChangeSetId: nested.changeSetId }),
      }
    }),
  )
  return planned.filter(change => change !== undefined)
}

async function nestedChangeSet(
  planner: Planner,
  parent: ChangeSet,
  change: ResourceChange,
  evaluation: Evaluation,
): Promise<ChangeSet> {
  const { account, state } = planner
  const logicalId = change.LogicalResourceId!
  const properties = withPlaceholders(evaluation.properties(logicalId))
  const existing = change.Action === 'Modify' ? state.find(change.PhysicalResourceId!) : undefined
  const definition = await nestedDefinition(planner, parent.definition, properties, existing?.definition)
  const stack = existing ?? announceNested(planner, parent.stack, logicalId, definition)
  const name = `${parent.changeSetName.slice(0, 60)}-${stack.stackName.slice(-66)}`
  const nested: ChangeSet = {
    ...parent,
    changeSetId: account.arn('cloudformation', `changeSet/${name}/${randomUUID()}`),
    changeSetName: name,
    type: existing ? 'UPDATE' : 'CREATE',
    stack,
    definition,
    parentChangeSetId: parent.changeSetId,
    rootChangeSetId: parent.rootChangeSetId ?? parent.changeSetId,
    status: 'CREATE_IN_PROGRESS',
    executionStatus: 'UNAVAILABLE',
    changes: [],
    validationErrors: [],
  }
  state.changeSets.push(nested)
  await fillChangeSet(planner, nested)
  return nested
}

function withPlaceholders(properties: Properties): Properties {
  const given = Object.entries((properties.Parameters ?? {}) as Properties)
  return { ...properties, Parameters: Object.fromEntries(given.map(([name, value]) => [name, asPlaceholder(value)])) }
}

/** From now on the nested stack exists in REVIEW_IN_PROGRESS; executing the root change set creates it. */
function announceNested({ state }: Planner, parent: Stack, logicalId: string, definition: Stack['definition']): Stack {
  const reserved = state.reservedFor(parent, logicalId)
  if (reserved) return reserved
  const stackName = physicalName(parent.stackName, logicalId, { maxLength: 128 })
  const stackId = state.newStackId(stackName)
  const stack = newStack({
    stackId,
    stackName,
    definition,
    parent: { stack: parent, logicalId },
  })
  state.add(stack)
  setStackStatus(stack, 'REVIEW_IN_PROGRESS', 'User Initiated')
  return stack
}
