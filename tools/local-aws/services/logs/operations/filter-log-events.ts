import type { FilterLogEventsRequest, FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../../aws-error.ts'
import { compileFilterPattern } from '../filter-pattern.ts'
import type { Operation } from '../operation.ts'
import { defaultLimits, pageOf } from '../pages.ts'
import { onGroup } from '../permissions.ts'

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
export const filterLogEvents: Operation<FilterLogEventsRequest, FilterLogEventsResponse> = {
  honours: [
    'endTime',
    'filterPattern',
    'limit',
    'logGroupIdentifier',
    'logGroupName',
    'logStreamNamePrefix',
    'logStreamNames',
    'nextToken',
    'startTime',
    'interleaved',
  ],
  permissions: (input, call) => [onGroup(call, 'FilterLogEvents', input.logGroupName ?? input.logGroupIdentifier)],
  run: (input, { account: { logs } }) => {
    const name = input.logGroupName ?? input.logGroupIdentifier
    if (!name) throw new AwsError('InvalidParameterException', 'You must specify a log group name or identifier.')
    // "If you specify a value for both logStreamNames and logStreamNamePrefix, the action returns an
    // InvalidParameterException error." The words are not documented.
    if (input.logStreamNames && input.logStreamNamePrefix !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        'logStreamNames and logStreamNamePrefix are mutually exclusive parameters.',
      )
    const matches = compileFilterPattern(input.filterPattern)
    const streams = [...logs.group(name).streams.values()].filter(
      ({ logStreamName }) =>
        (input.logStreamNames?.includes(logStreamName) ?? true) &&
        logStreamName.startsWith(input.logStreamNamePrefix ?? ''),
    )
    const events = streams
      .flatMap(({ logStreamName, events }) => events.map(event => ({ logStreamName, ...event })))
      .filter(
        ({ timestamp, message }) =>
          timestamp >= (input.startTime ?? 0) &&
          timestamp <= (input.endTime ?? Number.POSITIVE_INFINITY) &&
          matches(message),
      )
      .sort((a, b) => a.timestamp - b.timestamp)
    const { items, nextToken } = pageOf(events, input.nextToken, input.limit ?? defaultLimits.events)
    return { events: items, searchedLogStreams: [], nextToken }
  },
}
