import type { DeleteLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../operation.ts'
import { onGroup } from '../permissions.ts'

export const deleteLogGroup: Operation<DeleteLogGroupRequest, object> = {
  honours: ['logGroupName'],
  permissions: (input, call) => [onGroup(call, 'DeleteLogGroup', input.logGroupName)],
  run: (input, { account: { logs } }) => {
    logs.groups.delete(logs.group(input.logGroupName!).logGroupName)
    return {}
  },
}
