import type { CreateTagsRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../operation.ts'
import { onId } from '../permissions.ts'
import { taggable } from '../taggable.ts'

export const createTags: Operation<CreateTagsRequest, object> = {
  honours: ['Resources', 'Tags'],
  permissions: (input, call) => input.Resources!.map(id => onId(call, 'CreateTags', id)),
  run: (input, { account }) => {
    for (const { tags } of input.Resources!.map(id => taggable(account.ec2, id))) {
      for (const tag of input.Tags!) tags.set(tag.Key!, tag.Value ?? '')
    }
    return {}
  },
}
