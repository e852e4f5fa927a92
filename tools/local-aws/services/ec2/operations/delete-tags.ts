import type { DeleteTagsRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { onAll } from '../permissions.ts'
import { taggable } from '../taggable.ts'

export const deleteTags: Operation<DeleteTagsRequest, object> = {
  permissions: onAll('DeleteTags'),
  run: (input, { account }) => {
    for (const { tags } of input.Resources!.map(id => taggable(account.ec2, id))) {
      for (const key of input.Tags?.map(tag => tag.Key!) ?? [...tags.keys()]) tags.delete(key)
    }
    return {}
  },
}
