import type { GetTemplateInput, GetTemplateOutput } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import type { Call, Operation } from '../operation.ts'
import { existingChangeSet } from './change-set-lookup.ts'
import { existingStack, stackPermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
export const getTemplate: Operation<GetTemplateInput, GetTemplateOutput> = {
  honours: [
    'StackName',
    'ChangeSetName',
    // There are no transforms here: the processed template is the original.
    'TemplateStage',
  ],
  permissions: (input, call) => [stackPermission('cloudformation:GetTemplate', input.StackName, call)],
  run: (input, call) => ({
    TemplateBody: templateBody(input, call),
    StagesAvailable: ['Original', 'Processed'],
  }),
}

function templateBody({ StackName, ChangeSetName }: GetTemplateInput, call: Call): string {
  // Words: recorded/cloudformation.yaml.
  if (!StackName && ChangeSetName && !ChangeSetName.startsWith('arn:'))
    throw new AwsError('ValidationError', 'StackName is a required parameter.')
  if (ChangeSetName) return existingChangeSet({ ChangeSetName, StackName }, call).definition.templateBody
  if (!StackName) throw new AwsError('ValidationError', 'StackName is required if ChangeSetName is not specified.')
  const stack = existingStack(call, StackName)
  // A stack with only change sets has no template of its own.
  return stack.status === 'REVIEW_IN_PROGRESS' ? '{}' : stack.definition.templateBody
}
