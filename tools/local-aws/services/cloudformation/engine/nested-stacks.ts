import { authorize } from '../../../iam/authorize.ts'
import type { NestedStackRequest, NestedStackResult, NestedStacks } from '../resources/nested-stacks.ts'
import type { Definition, Stack } from '../stack.ts'
import { newStack } from '../stack.ts'
import { createStack } from './create-stack.ts'
import { deleteStack } from './delete-stack.ts'
import { Evaluation } from './evaluation.ts'
import { nestedDefinition } from './nested-definition.ts'
import { planUpdate } from './plan.ts'
import type { StackRun } from './stack-run.ts'
import { EngineFailure } from './status-reason.ts'
import { checkReferences } from './template-references.ts'
import { StackUpdate } from './update-stack.ts'

/** The engine's operations for AWS::CloudFormation::Stack: a stack within a stack, with the same permissions. */
export function nestedStacks(run: StackRun, signal: AbortSignal): NestedStacks {
  return {
    create: (request, created) => createNested(run, signal, request, created),
    update: (stackId, request) => updateNested(run, signal, stackId, request),
    delete: stackId => deleteNested(run, signal, stackId),
  }
}

async function createNested(
  run: StackRun,
  signal: AbortSignal,
  request: NestedStackRequest,
  created: (stackId: string) => void,
): Promise<NestedStackResult> {
  const { state, stack: parent } = run
  authorize(
    run.actor,
    { action: 'cloudformation:CreateStack', resource: state.stackArn(request.stackName) },
    'AccessDenied',
  )
  const definition = await nestedDefinition(run, parent.definition, request.properties)
  const child = state.reservedFor(parent, request.logicalId) ?? newChild(run, request, definition)
  child.definition = definition
  checkReferences(new Evaluation(run.account, child, { resources: () => undefined }))
  created(child.stackId)
  if (!(await run.activity.aside(() => createStack(childRun(run, child, signal))))) {
    throw new EngineFailure(`Embedded stack ${child.stackId} was not successfully created: ${child.statusReason}`)
  }
  return resultOf(child)
}

function newChild({ state, stack: parent }: StackRun, request: NestedStackRequest, definition: Definition): Stack {
  const child = newStack({
    stackId: state.newStackId(request.stackName),
    stackName: request.stackName,
    definition,
    parent: { stack: parent, logicalId: request.logicalId },
  })
  state.add(child)
  return child
}

async function updateNested(
  run: StackRun,
  signal: AbortSignal,
  stackId: string,
  request: NestedStackRequest,
): Promise<NestedStackResult> {
  const { account, state, nestedUpdates } = run
  const child = state.find(stackId)!
  const applied = nestedUpdates.get(stackId)
  if (applied) {
    // The parent calls this a second time only when it rolls back.
    if (await applied.rollBack(run)) return resultOf(child)
    throw new EngineFailure(`Embedded stack ${stackId} was not successfully updated: ${child.statusReason}`)
  }
  authorize(run.actor, { action: 'cloudformation:UpdateStack', resource: stackId }, 'AccessDenied')
  const definition = await nestedDefinition(run, run.stack.definition, request.properties, child.definition)
  if (!planUpdate(account, child, definition).any) return resultOf(child)
  const update = new StackUpdate(childRun(run, child, signal), definition)
  nestedUpdates.set(stackId, update)
  if (!(await run.activity.aside(() => update.apply()))) {
    throw new EngineFailure(
      `Embedded stack ${stackId} was not successfully updated. ` +
        `Currently in ${child.status} with reason: ${child.statusReason}`,
    )
  }
  return resultOf(child)
}

async function deleteNested(run: StackRun, signal: AbortSignal, stackId: string): Promise<void> {
  const child = run.state.find(stackId)
  if (!child || child.status === 'DELETE_COMPLETE') return
  authorize(run.actor, { action: 'cloudformation:DeleteStack', resource: stackId }, 'AccessDenied')
  if (await deleteStack(childRun(run, child, signal))) return
  throw new EngineFailure(`Embedded stack ${stackId} was not successfully deleted: ${child.statusReason?.trim()}`)
}

function childRun(parent: StackRun, stack: Stack, signal: AbortSignal): StackRun {
  return { ...parent, parent, stack, signal, nestedUpdates: new Map() }
}

function resultOf({ stackId, outputs }: Stack): NestedStackResult {
  return { stackId, outputs: Object.fromEntries(outputs.map(output => [output.OutputKey!, output.OutputValue!])) }
}
