import type { Capability, Parameter, Tag } from '@aws-sdk/client-cloudformation'
import { checkTagCount } from '../../tag-count.ts'
import type { Account } from './operation.ts'
import type { Definition } from './stack.ts'
import { reservedTag, tooManyTags } from './stack-tags.ts'
import { checkAllowedTypes } from './template/allowed-types.ts'
import { checkResourceTypes } from './template/attribute-validation.ts'
import { checkCapabilities } from './template/capabilities.ts'
import { parameterValues } from './template/parameter-values.ts'
import { parseTemplate } from './template/parse-template.ts'
import { isUnknown } from './template/unknown-value.ts'

export interface DefinitionRequest {
  readonly account: Account
  readonly templateBody: string
  readonly parameters?: readonly Parameter[]
  readonly previous?: Definition
  readonly tags?: readonly Tag[]
  readonly capabilities?: readonly Capability[]
  /** The types that the caller allows. */
  readonly resourceTypes?: readonly string[]
}

/** The requested definition, after all checks that CloudFormation makes before it answers. */
export function definitionFrom(request: DefinitionRequest): Definition {
  const { account, templateBody, previous, capabilities = [] } = request
  const template = parseTemplate(templateBody)
  checkResourceTypes(template, type => account.cloudFormation.hasResourceType(type))
  checkAllowedTypes(template, request.resourceTypes)
  const parameters = parameterValues(template, {
    parameters: request.parameters,
    previous: previous?.parameters,
    isUnknown,
  })
  checkCapabilities(template, capabilities)
  return { templateBody, template, parameters, tags: checkedTags(request.tags ?? []), capabilities }
}

/** The later of two tags with the same key counts: a nested stack's own over its parent's. */
function checkedTags(tags: readonly Tag[]): Tag[] {
  const reserved = tags.find(({ Key }) => Key!.toLowerCase().startsWith('aws:'))
  if (reserved) throw reservedTag()
  const byKey = new Map(tags.map(({ Key, Value }) => [Key, { Key, Value: String(Value ?? '') }]))
  checkTagCount([], byKey.keys() as Iterable<string>, tooManyTags)
  return [...byKey.values()]
}
