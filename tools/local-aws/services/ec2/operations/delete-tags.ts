import type { DeleteTagsRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../operation.ts'
import { onId } from '../permissions.ts'
import { taggable } from '../taggable.ts'

export const deleteTags: Operation<DeleteTagsRequest, object> = {
  honours: ['Resources', 'Tags'],
  permissions: (input, call) => input.Resources!.map(id => onId(call, 'DeleteTags', id)),
  run: (input, { account }) => {
    for (const { tags } of input.Resources!.map(id => taggable(account.ec2, id))) {
      for (const key of input.Tags?.map(tag => tag.Key!) ?? [...tags.keys()]) tags.delete(key)
    }
    return {}
  },
}
