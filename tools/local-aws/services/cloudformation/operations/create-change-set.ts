import { randomUUID } from 'node:crypto'
import type { CreateChangeSetInput, CreateChangeSetOutput } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import type { ChangeSet } from '../change-set.ts'
import { definitionFrom } from '../definition.ts'
import { fillChangeSet } from '../engine/change-set-plan.ts'
import { deploymentActor, passRole } from '../engine/deployment-actor.ts'
import { Evaluation } from '../engine/evaluation.ts'
import { checkReferences } from '../engine/template-references.ts'
import type { Call, Operation } from '../operation.ts'
import { setStackStatus } from '../stack-events.ts'
import { checkChangeSetName, checkStackName } from '../stack-name.ts'
import { type Definition, newStack, type Stack } from '../stack.ts'
import { readCallersTemplate } from '../template-source.ts'
import { changeableStack, keptAfterFailure, refuseUnlessUpdatable, templatePermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
export const createChangeSet: Operation<CreateChangeSetInput, CreateChangeSetOutput> = {
  honours: [
    'StackName',
    'ChangeSetName',
    'TemplateBody',
    'TemplateURL',
    'UsePreviousTemplate',
    'Parameters',
    'Capabilities',
    'ResourceTypes',
    'RoleARN',
    'Tags',
    'Description',
    'ChangeSetType',
    'IncludeNestedStacks',
    'OnStackFailure',
    'DisableValidation',
    // Unlike AWS: a repeated request gets the error that the change set exists.
    'ClientToken',
  ],
  permissions: (input, call) => [
    templatePermission('cloudformation:CreateChangeSet', input, call),
    ...passRole(input.RoleARN),
  ],
  run: async (input, call) => {
    const { account } = call
    const state = account.cloudFormation
    const creates = input.ChangeSetType === 'CREATE'
    // Words: recorded/cloudformation.yaml.
    if (creates && input.UsePreviousTemplate)
      throw new AwsError('ValidationError', 'Cannot specify usePreviousTemplate as true for a changeSetType CREATE')
    const changeSetName = checkChangeSetName(input.ChangeSetName!)
    const existing = creates ? reviewedStack(input, call) : stackToUpdate(input, call)
    const previous = creates ? undefined : existing!.definition
    const templateBody =
      input.UsePreviousTemplate && previous ? previous.templateBody : await readCallersTemplate(input, call)
    const namesake = existing && state.changeSetsOf(existing).find(other => other.changeSetName === changeSetName)
    if (namesake) throw repeatedName(namesake, input.ClientToken, templateBody)
    const definition = definitionFrom({
      account,
      templateBody,
      parameters: input.Parameters,
      previous,
      tags: input.Tags ?? previous?.tags,
      capabilities: input.Capabilities,
      resourceTypes: input.ResourceTypes,
    })
    const { actor, clients } = deploymentActor(call, input.RoleARN ?? existing?.roleArn)
    const stack = existing ?? reviewStack(input.StackName!, definition, call)
    checkReferences(new Evaluation(account, stack, { definition, resources: () => undefined }))
    if (!existing) announceStack(stack, call)
    const changeSet: ChangeSet = {
      changeSetId: account.arn('cloudformation', `changeSet/${changeSetName}/${randomUUID()}`),
      changeSetName,
      type: creates ? 'CREATE' : 'UPDATE',
      stack,
      definition,
      description: input.Description,
      clientToken: input.ClientToken,
      roleArn: input.RoleARN,
      onStackFailure: input.OnStackFailure,
      includeNestedStacks: input.IncludeNestedStacks ?? false,
      creationTime: new Date(),
      status: 'CREATE_IN_PROGRESS',
      executionStatus: 'UNAVAILABLE',
      changes: [],
      validates: !input.DisableValidation,
      validationErrors: [],
    }
    state.changeSets.push(changeSet)
    state.start(stack, async () => {
      await fillChangeSet({ account, state, actor, clients }, changeSet).finally(() => clients.destroy())
    })
    return { Id: changeSet.changeSetId, StackId: stack.stackId }
  },
}

/** Words: recorded/cloudformation.yaml. Which of two different attributes AWS names is not known. */
function repeatedName({ changeSetName, clientToken, definition }: ChangeSet, token: string | undefined, body: string) {
  const attribute = clientToken !== token ? 'ClientToken' : definition.templateBody !== body ? 'Template' : undefined
  const why = attribute && `cannot be created due to a mismatch with existing attribute ${attribute}`
  const message = why ? `ChangeSet ${changeSetName} ${why}` : `ChangeSet [${changeSetName}] already exists`
  return new AwsError('AlreadyExistsException', message)
}

/** A CREATE change set makes its stack, or joins a stack that has only change sets. */
function reviewedStack({ StackName, ChangeSetName }: CreateChangeSetInput, call: Call): Stack | undefined {
  const name = StackName!.startsWith('arn:') ? StackName! : checkStackName(StackName!)
  const stack = call.account.cloudFormation.find(name)
  if (!stack || stack.status === 'REVIEW_IN_PROGRESS') return stack
  throw new AwsError(
    'ValidationError',
    `Stack [${stack.stackName}] already exists and cannot be created again with the changeSet [${ChangeSetName}].`,
  )
}

function stackToUpdate({ StackName, ChangeSetType }: CreateChangeSetInput, call: Call): Stack {
  if (ChangeSetType === 'IMPORT') {
    throw new AwsError('NotImplemented', 'The local AWS does not have change sets of type IMPORT.', 501)
  }
  if (!call.account.cloudFormation.find(StackName!)) {
    throw new AwsError('ValidationError', `Stack [${StackName}] does not exist`)
  }
  const stack = changeableStack(call, StackName!)
  // AWS makes the change set, and refuses its execution unless that keeps the resources too.
  if (keptAfterFailure(stack)) {
    const message = `The local AWS does not have change sets of a stack in ${stack.status}. Delete the stack first.`
    throw new AwsError('NotImplemented', message, 501)
  }
  refuseUnlessUpdatable(stack)
  return stack
}

function reviewStack(stackName: string, definition: Definition, { account }: Call): Stack {
  const stackId = account.cloudFormation.newStackId(stackName)
  return newStack({ stackId, stackName, definition })
}

function announceStack(stack: Stack, { account }: Call): void {
  account.cloudFormation.add(stack)
  setStackStatus(stack, 'REVIEW_IN_PROGRESS', 'User Initiated')
}
