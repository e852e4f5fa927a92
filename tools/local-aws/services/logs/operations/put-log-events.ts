import type { PutLogEventsRequest, PutLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { onStream } from '../permissions.ts'

export const putLogEvents: Operation<PutLogEventsRequest, PutLogEventsResponse> = {
  honours: ['logEvents', 'logGroupName', 'logStreamName', 'sequenceToken'],
  permissions: (input, call) => [onStream(call, 'PutLogEvents', input.logGroupName, input.logStreamName)],
  run: (input, { account: { logs } }) => {
    const group = logs.group(input.logGroupName!)
    const { logStreamName } = logs.stream(group, input.logStreamName!)
    logs.append(
      group.logGroupName,
      logStreamName,
      input.logEvents!.map(event => ({ timestamp: event.timestamp!, message: event.message! })),
    )
    return {}
  },
}
