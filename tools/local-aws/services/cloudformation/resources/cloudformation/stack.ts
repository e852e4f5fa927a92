import type { NestedStackResult } from '../nested-stacks.ts'
import type { CreatedResource, ResourceType } from '../resource-type.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
export const stack: ResourceType = {
  typeName: 'AWS::CloudFormation::Stack',

  async create(properties, context) {
    const { logicalId, generateName, initiated, nestedStacks } = context
    const request = { logicalId, stackName: generateName({ maxLength: 128 }), properties }
    return described(await nestedStacks.create(request, initiated))
  },

  async update({ physicalId, after }, { nestedStacks, logicalId }) {
    const [, stackName] = physicalId.split('/')
    return described(await nestedStacks.update(physicalId, { logicalId, stackName: stackName!, properties: after }))
  },

  delete: (physicalId, _properties, { nestedStacks }) => nestedStacks.delete(physicalId),
}

/** Ref returns the nested stack's id, GetAtt `Outputs.NAME` its outputs. */
function described({ stackId, outputs }: NestedStackResult): CreatedResource {
  const attributes = Object.entries(outputs).map(([name, value]) => [`Outputs.${name}`, value])
  return { physicalId: stackId, attributes: Object.fromEntries(attributes) }
}
