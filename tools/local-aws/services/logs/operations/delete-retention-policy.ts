import type { DeleteRetentionPolicyRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../operation.ts'
import { onGroup } from '../permissions.ts'

export const deleteRetentionPolicy: Operation<DeleteRetentionPolicyRequest, object> = {
  honours: ['logGroupName'],
  permissions: (input, call) => [onGroup(call, 'DeleteRetentionPolicy', input.logGroupName)],
  run: (input, { account }) => {
    delete account.logs.group(input.logGroupName!).retentionInDays
    return {}
  },
}
