import type { UntagResourceRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../operation.ts'
import { onGroup } from '../permissions.ts'

export const untagResource: Operation<UntagResourceRequest, object> = {
  honours: ['resourceArn', 'tagKeys'],
  permissions: (input, call) => [onGroup(call, 'UntagResource', input.resourceArn)],
  run: (input, { account }) => {
    const { tags } = account.logs.group(input.resourceArn!)
    for (const key of input.tagKeys!) tags.delete(key)
    return {}
  },
}
