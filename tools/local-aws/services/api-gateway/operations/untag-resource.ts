import type { UntagResourceRequest } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'
import { tagsOf } from '../taggable.ts'

export const untagResource: Operation<UntagResourceRequest, object> = {
  honours: ['resourceArn', 'tagKeys'],
  permissions: onPath,
  run: (input, { account }) => {
    const tags = tagsOf(account.apiGateway, input.resourceArn!)
    for (const key of input.tagKeys!) delete tags[key]
    return {}
  },
}
