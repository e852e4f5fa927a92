import type { TagResourceRequest } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'
import { tagsOf } from '../taggable.ts'

export const tagResource: Operation<TagResourceRequest, object> = {
  honours: ['resourceArn', 'tags'],
  permissions: onPath,
  run: (input, { account }) => {
    Object.assign(tagsOf(account.apiGateway, input.resourceArn!), input.tags)
    return {}
  },
}
