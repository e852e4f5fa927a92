import type { ValidateTemplateInput, ValidateTemplateOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../operation.ts'
import { readCallersTemplate } from '../template-source.ts'
import { checkResourceTypes } from '../template/attribute-validation.ts'
import { requiredCapabilities } from '../template/capabilities.ts'
import { parseTemplate } from '../template/parse-template.ts'

// Checks the template's structure; properties are validated when it is deployed.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html
export const validateTemplate: Operation<ValidateTemplateInput, ValidateTemplateOutput> = {
  honours: ['TemplateBody', 'TemplateURL'],
  permissions: () => [{ action: 'cloudformation:ValidateTemplate', resource: '*' }],
  run: async (input, call) => {
    const template = parseTemplate(await readCallersTemplate(input, call))
    checkResourceTypes(template, type => call.account.cloudFormation.hasResourceType(type))
    const { capabilities, reason } = requiredCapabilities(template)
    return {
      Description: template.description,
      Parameters: Object.entries(template.parameters).map(([ParameterKey, declaration]) => ({
        ParameterKey,
        DefaultValue: declaration.defaultValue,
        NoEcho: declaration.noEcho,
        Description: declaration.description,
      })),
      Capabilities: [...capabilities],
      CapabilitiesReason: reason,
    }
  },
}
