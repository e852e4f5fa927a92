import type { GetTemplateSummaryInput, GetTemplateSummaryOutput } from '@aws-sdk/client-cloudformation'
import type { Call, Operation } from '../operation.ts'
import { readCallersTemplate } from '../template-source.ts'
import { requiredCapabilities } from '../template/capabilities.ts'
import { parseTemplate } from '../template/parse-template.ts'
import type { Template } from '../template/template.ts'
import { existingStack, stackPermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html
export const getTemplateSummary: Operation<GetTemplateSummaryInput, GetTemplateSummaryOutput> = {
  honours: ['TemplateBody', 'TemplateURL', 'StackName'],
  permissions: (input, call) => [stackPermission('cloudformation:GetTemplateSummary', input.StackName, call)],
  run: async (input, call) => {
    const template = await chosenTemplate(input, call)
    const { capabilities, reason } = requiredCapabilities(template)
    return {
      Description: template.description,
      Metadata: template.metadata === undefined ? undefined : JSON.stringify(template.metadata),
      Parameters: Object.entries(template.parameters).map(([ParameterKey, declaration]) => ({
        ParameterKey,
        ParameterType: declaration.type,
        DefaultValue: declaration.defaultValue,
        NoEcho: declaration.noEcho,
        Description: declaration.description,
        ParameterConstraints: { AllowedValues: declaration.allowedValues?.slice() },
      })),
      Capabilities: [...capabilities],
      CapabilitiesReason: reason,
      ResourceTypes: [...new Set(Object.values(template.resources).map(({ type }) => type))],
      Version: '2010-09-09',
    }
  },
}

async function chosenTemplate(input: GetTemplateSummaryInput, call: Call): Promise<Template> {
  if (input.StackName) return existingStack(call, input.StackName).definition.template
  return parseTemplate(await readCallersTemplate(input, call))
}
