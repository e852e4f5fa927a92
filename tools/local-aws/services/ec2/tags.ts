import type { Tag, TagSpecification } from '@aws-sdk/client-ec2'
import { AwsError } from '../../aws-error.ts'
import type { Tags } from './network-model.ts'

// The types whose calls answer InvalidParameter, as seen on AWS: ec2TaggableTypes of github.com/mulgadc/spinifex.
const invalidParameter = new Set(['vpc', 'subnet', 'security-group-rule'])

/** The tags that a Create… call gives to its resource. */
export function specifiedTags(specifications: readonly TagSpecification[] | undefined, resourceType: string): Tags {
  const tags: Tags = new Map()
  for (const specification of specifications ?? []) {
    if (specification.ResourceType !== resourceType) {
      throw new AwsError(
        invalidParameter.has(resourceType) ? 'InvalidParameter' : 'InvalidParameterValue',
        `'${specification.ResourceType}' is not a valid taggable resource type for this operation.`,
      )
    }
    for (const tag of specification.Tags ?? []) tags.set(tag.Key!, tag.Value ?? '')
  }
  return tags
}

export function tagList(tags: Tags): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }))
}
