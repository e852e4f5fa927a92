import type { UpdateStackInput, UpdateStackOutput } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import { definitionFrom } from '../definition.ts'
import { checkServiceRole, passRole } from '../engine/deployment-actor.ts'
import { planUpdate } from '../engine/plan.ts'
import { startRun } from '../engine/start-run.ts'
import { updateStack as update } from '../engine/update-stack.ts'
import type { Operation } from '../operation.ts'
import { readCallersTemplate } from '../template-source.ts'
import { changeableStack, refuseUnlessUpdatable, templatePermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html
export const updateStack: Operation<UpdateStackInput, UpdateStackOutput> = {
  honours: [
    'StackName',
    'TemplateBody',
    'TemplateURL',
    'UsePreviousTemplate',
    'Parameters',
    'Capabilities',
    'ResourceTypes',
    'RoleARN',
    'Tags',
    'ClientRequestToken',
    'DisableValidation',
  ],
  permissions: (input, call) => [
    templatePermission('cloudformation:UpdateStack', input, call),
    ...passRole(input.RoleARN),
  ],
  run: async (input, call) => {
    const { account } = call
    const stack = changeableStack(call, input.StackName!)
    refuseUnlessUpdatable(stack)
    const previous = stack.definition
    const templateBody = input.UsePreviousTemplate ? previous.templateBody : await readCallersTemplate(input, call)
    const definition = definitionFrom({
      account,
      templateBody,
      parameters: input.Parameters,
      previous,
      tags: input.Tags ?? previous.tags,
      capabilities: input.Capabilities,
      resourceTypes: input.ResourceTypes,
    })
    // Another update may have begun while the template was read.
    refuseUnlessUpdatable(stack)
    checkServiceRole(account, input.RoleARN ?? stack.roleArn)
    if (!planUpdate(account, stack, definition).any) {
      throw new AwsError('ValidationError', 'No updates are to be performed.')
    }
    startRun(
      {
        call,
        stack,
        roleArn: input.RoleARN,
        clientRequestToken: input.ClientRequestToken,
        disableValidation: input.DisableValidation,
      },
      async run => {
        if (await update(run, definition)) account.cloudFormation.outdateChangeSets(stack)
      },
    )
    return { StackId: stack.stackId }
  },
}
