import type { CreateStackInput, CreateStackOutput, OnFailure } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import { definitionFrom } from '../definition.ts'
import { createStack as create } from '../engine/create-stack.ts'
import { passRole } from '../engine/deployment-actor.ts'
import { Evaluation } from '../engine/evaluation.ts'
import { startRun } from '../engine/start-run.ts'
import { checkReferences } from '../engine/template-references.ts'
import type { Operation } from '../operation.ts'
import { checkStackName } from '../stack-name.ts'
import { newStack } from '../stack.ts'
import { readCallersTemplate } from '../template-source.ts'
import { templatePermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
export const createStack: Operation<CreateStackInput, CreateStackOutput> = {
  honours: [
    'StackName',
    'TemplateBody',
    'TemplateURL',
    'Parameters',
    'DisableRollback',
    'Capabilities',
    'ResourceTypes',
    'RoleARN',
    'OnFailure',
    'Tags',
    'ClientRequestToken',
    'EnableTerminationProtection',
    'RetainExceptOnCreate',
    'DisableValidation',
  ],
  permissions: (input, call) => [
    templatePermission('cloudformation:CreateStack', input, call),
    ...passRole(input.RoleARN),
  ],
  run: async (input, call) => {
    const stackName = checkStackName(input.StackName!)
    const { account } = call
    const state = account.cloudFormation
    const repeated = state.findByName(stackName)
    if (repeated && input.ClientRequestToken && repeated.clientRequestToken === input.ClientRequestToken) {
      return { StackId: repeated.stackId }
    }
    const templateBody = await readCallersTemplate(input, call)
    const definition = definitionFrom({
      account,
      templateBody,
      parameters: input.Parameters,
      tags: input.Tags,
      capabilities: input.Capabilities,
      resourceTypes: input.ResourceTypes,
    })
    if (state.findByName(stackName)) {
      throw new AwsError('AlreadyExistsException', `Stack [${stackName}] already exists`)
    }
    const stack = newStack({
      stackId: state.newStackId(stackName),
      stackName,
      definition,
      onFailure: onFailureOf(input),
      retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
      terminationProtection: input.EnableTerminationProtection ?? false,
    })
    state.checkRoomFor(stack)
    checkReferences(new Evaluation(account, stack, { resources: () => undefined }))
    startRun(
      {
        call,
        stack,
        roleArn: input.RoleARN,
        clientRequestToken: input.ClientRequestToken,
        disableValidation: input.DisableValidation,
      },
      run => {
        state.add(stack)
        return create(run)
      },
    )
    return { StackId: stack.stackId }
  },
}

function onFailureOf({ DisableRollback, OnFailure }: CreateStackInput): OnFailure {
  if (DisableRollback !== undefined && OnFailure !== undefined) {
    throw new AwsError('ValidationError', 'You can specify either DisableRollback or OnFailure, but not both.')
  }
  return OnFailure ?? (DisableRollback ? 'DO_NOTHING' : 'ROLLBACK')
}
