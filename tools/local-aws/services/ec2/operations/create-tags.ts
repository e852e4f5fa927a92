import type { CreateTagsRequest } from '@aws-sdk/client-ec2'
import { checkTagCount } from '../../../tag-count.ts'
import { tooManyTags } from '../too-many-tags.ts'
import type { Operation } from '../operation.ts'
import { onId } from '../permissions.ts'
import { taggable } from '../taggable.ts'

export const createTags: Operation<CreateTagsRequest, object> = {
  honours: ['Resources', 'Tags'],
  permissions: (input, call) => input.Resources!.map(id => onId(call, 'CreateTags', id)),
  run: (input, { account }) => {
    const keys = input.Tags!.map(tag => tag.Key!)
    const resources = input.Resources!.map(id => taggable(account.ec2, id))
    for (const { tags } of resources) checkTagCount(tags.keys(), keys, tooManyTags)
    for (const { tags } of resources) {
      for (const tag of input.Tags!) tags.set(tag.Key!, tag.Value ?? '')
    }
    return {}
  },
}
