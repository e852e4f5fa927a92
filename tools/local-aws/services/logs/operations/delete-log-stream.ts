import type { DeleteLogStreamRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../operation.ts'
import { onStream } from '../permissions.ts'

export const deleteLogStream: Operation<DeleteLogStreamRequest, object> = {
  honours: ['logGroupName', 'logStreamName'],
  permissions: (input, call) => [onStream(call, 'DeleteLogStream', input.logGroupName, input.logStreamName)],
  run: (input, { account: { logs } }) => {
    const group = logs.group(input.logGroupName!)
    group.streams.delete(logs.stream(group, input.logStreamName!).logStreamName)
    return {}
  },
}
