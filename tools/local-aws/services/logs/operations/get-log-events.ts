import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { defaultLimits } from '../pages.ts'
import { onStream } from '../permissions.ts'

// Tokens never end: at either end of the stream the same token is returned again.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
export const getLogEvents: Operation<GetLogEventsRequest, GetLogEventsResponse> = {
  honours: [
    'endTime',
    'limit',
    'logGroupIdentifier',
    'logGroupName',
    'logStreamName',
    'nextToken',
    'startFromHead',
    'startTime',
  ],
  permissions: (input, call) => [
    onStream(call, 'GetLogEvents', input.logGroupName ?? input.logGroupIdentifier, input.logStreamName),
  ],
  run: (input, { account: { logs } }) => {
    const group = logs.group(input.logGroupName ?? input.logGroupIdentifier ?? '')
    const events = logs
      .stream(group, input.logStreamName!)
      .events.filter(
        ({ timestamp }) =>
          timestamp >= (input.startTime ?? 0) && timestamp < (input.endTime ?? Number.POSITIVE_INFINITY),
      )
    const limit = input.limit ?? defaultLimits.events
    const [start, end] = range(input, events.length, limit)
    return {
      events: events
        .slice(start, end)
        .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      nextForwardToken: `f/${end}`,
      nextBackwardToken: `b/${start}`,
    }
  },
}

function range(input: GetLogEventsRequest, length: number, limit: number): [start: number, end: number] {
  if (input.nextToken === undefined) {
    return input.startFromHead ? [0, Math.min(limit, length)] : [Math.max(0, length - limit), length]
  }
  const [, direction, place] = /^([fb])\/(\d+)$/.exec(input.nextToken) ?? []
  if (!direction) throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.')
  const position = Math.min(Number(place), length)
  return direction === 'f' ? [position, Math.min(position + limit, length)] : [Math.max(0, position - limit), position]
}
