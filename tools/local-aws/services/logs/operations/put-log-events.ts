import type { InputLogEvent, PutLogEventsRequest, PutLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../../aws-error.ts'
import { hiddenViolation, validationError, violation } from '../../../validation-error.ts'
import type { Operation } from '../operation.ts'
import { onStream } from '../permissions.ts'

export const putLogEvents: Operation<PutLogEventsRequest, PutLogEventsResponse> = {
  honours: ['logEvents', 'logGroupName', 'logStreamName', 'sequenceToken'],
  permissions: (input, call) => [onStream(call, 'PutLogEvents', input.logGroupName, input.logStreamName)],
  run: (input, { account: { logs } }) => {
    checkEvents(input.logEvents!)
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

// "The log events in the batch must be in chronological order by their timestamp", and there are 1 to 10,000.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
// Words of an empty message: https://github.com/fluent-plugins-nursery/fluent-plugin-cloudwatch-logs/issues/140
function checkEvents(events: readonly InputLogEvent[]): void {
  if (events.length < 1 || events.length > 10_000) {
    const bound = events.length < 1 ? 'greater than or equal to 1' : 'less than or equal to 10000'
    throw invalid(hiddenViolation('logEvents', `Member must have length ${bound}`))
  }
  events.forEach(({ timestamp, message }, index) => {
    const member = `logEvents.${index + 1}.member`
    if (timestamp === undefined || message === undefined) {
      const missing = timestamp === undefined ? 'timestamp' : 'message'
      throw invalid(violation(null, `${member}.${missing}`, 'Member must not be null'))
    }
    if (message === '') {
      throw invalid(violation('', `${member}.message`, 'Member must have length greater than or equal to 1'))
    }
    if (index > 0 && timestamp < events[index - 1]!.timestamp!) {
      throw new AwsError(
        'InvalidParameterException',
        'Log events in a single PutLogEvents request must be in chronological order.',
      )
    }
  })
}

function invalid(violated: string): AwsError {
  return validationError('InvalidParameterException', [violated])
}
