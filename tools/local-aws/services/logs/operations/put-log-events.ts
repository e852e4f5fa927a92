import type { InputLogEvent, PutLogEventsRequest, PutLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../../aws-error.ts'
import { hiddenViolation, validationError, violation } from '../../../validation-error.ts'
import { acceptedEvents } from '../event-times.ts'
import type { Operation } from '../operation.ts'
import { onStream } from '../permissions.ts'

export const putLogEvents: Operation<PutLogEventsRequest, PutLogEventsResponse> = {
  honours: ['logEvents', 'logGroupName', 'logStreamName', 'sequenceToken'],
  permissions: (input, call) => [onStream(call, 'PutLogEvents', input.logGroupName, input.logStreamName)],
  run: (input, { account }) => {
    const { logs } = account
    checkEvents(input.logEvents!)
    const group = logs.group(input.logGroupName!)
    const { logStreamName } = logs.stream(group, input.logStreamName!)
    const { events, rejected } = acceptedEvents(input.logEvents!, account.now().getTime(), group.retentionInDays)
    logs.append(
      group.logGroupName,
      logStreamName,
      events.map(event => ({ timestamp: event.timestamp!, message: event.message! })),
    )
    return rejected ? { rejectedLogEventsInfo: rejected } : {}
  },
}

const maxBatchBytes = 1_048_576
const bytesAnEvent = 26
const maxSpanMs = 24 * 3_600_000

// "The log events in the batch must be in chronological order by their timestamp", and there are 1 to 10,000.
// "The maximum batch size is 1,048,576 bytes. This size is calculated as the sum of all event messages in UTF-8, plus 26
// bytes for each log event." "A batch of log events in a single request cannot span more than 24 hours."
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
// Words for an empty message: https://github.com/fluent-plugins-nursery/fluent-plugin-cloudwatch-logs/issues/140
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
      throw refused('Log events in a single PutLogEvents request must be in chronological order.')
    }
  })
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message!) + bytesAnEvent, 0)
  if (bytes > maxBatchBytes) throw refused(`Upload too large: ${bytes} bytes exceeds limit of ${maxBatchBytes}`)
  if (events.at(-1)!.timestamp! - events[0]!.timestamp! > maxSpanMs)
    throw refused('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.')
}

function refused(message: string): AwsError {
  return new AwsError('InvalidParameterException', message)
}

function invalid(violated: string): AwsError {
  return validationError('InvalidParameterException', [violated])
}
