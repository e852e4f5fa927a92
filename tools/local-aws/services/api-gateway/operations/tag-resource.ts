import type { TagResourceRequest } from '@aws-sdk/client-api-gateway'
import { checkTagCount } from '../../../tag-count.ts'
import { tooManyTags } from '../too-many-tags.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'
import { tagsOf } from '../taggable.ts'

export const tagResource: Operation<TagResourceRequest, object> = {
  honours: ['resourceArn', 'tags'],
  permissions: onPath,
  run: (input, { account }) => {
    const tags = tagsOf(account.apiGateway, input.resourceArn!)
    checkTagCount(Object.keys(tags), Object.keys(input.tags!), tooManyTags)
    Object.assign(tags, input.tags)
    return {}
  },
}
