import type { CreateLogStreamRequest } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onStream } from '../permissions.ts'

export const createLogStream: Operation<CreateLogStreamRequest, object> = {
  honours: ['logGroupName', 'logStreamName'],
  permissions: (input, call) => [onStream(call, 'CreateLogStream', input.logGroupName, input.logStreamName)],
  run: (input, { account: { logs } }) => {
    const group = logs.group(input.logGroupName!)
    if (group.streams.has(input.logStreamName!)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists')
    }
    logs.createStream(group, input.logStreamName!)
    return {}
  },
}
