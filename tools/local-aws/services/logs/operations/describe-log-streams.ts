import type { DescribeLogStreamsRequest, DescribeLogStreamsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { defaultLimits, pageOf } from '../pages.ts'
import { onGroup } from '../permissions.ts'
import type { LogStream } from '../state.ts'

export const describeLogStreams: Operation<DescribeLogStreamsRequest, DescribeLogStreamsResponse> = {
  honours: ['descending', 'limit', 'logGroupIdentifier', 'logGroupName', 'logStreamNamePrefix', 'nextToken', 'orderBy'],
  permissions: (input, call) => [onGroup(call, 'DescribeLogStreams', input.logGroupName ?? input.logGroupIdentifier)],
  run: (input, { account: { logs } }) => {
    // Words: recorded/logs.yaml.
    if (input.logGroupName !== undefined && input.logGroupIdentifier !== undefined)
      throw new AwsError('ValidationException', 'LogGroup name and LogGroup ARN are mutually exclusive parameters.')
    const name = input.logGroupName ?? input.logGroupIdentifier
    if (!name) throw new AwsError('InvalidParameterException', 'You must specify a log group name or identifier.')
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html (orderBy); words:
    // https://github.com/getmoto/moto/blob/master/moto/logs/models.py
    if (input.orderBy === 'LastEventTime' && input.logStreamNamePrefix !== undefined)
      throw new AwsError('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.')
    const group = logs.group(name)
    const byTime = input.orderBy === 'LastEventTime'
    const streams = [...group.streams.values()]
      .filter(stream => stream.logStreamName.startsWith(input.logStreamNamePrefix ?? ''))
      .sort((a, b) => (byTime ? lastEvent(a) - lastEvent(b) : a.logStreamName < b.logStreamName ? -1 : 1))
    if (input.descending) streams.reverse()
    const { items, nextToken } = pageOf(streams, input.nextToken, input.limit ?? defaultLimits.describe)
    return {
      logStreams: items.map(stream => ({
        logStreamName: stream.logStreamName,
        arn: `${logs.arn(group.logGroupName)}:log-stream:${stream.logStreamName}`,
        creationTime: stream.creationTime,
        storedBytes: 0,
        ...(stream.events.length > 0 && {
          firstEventTimestamp: stream.events[0]!.timestamp,
          lastEventTimestamp: lastEvent(stream),
          lastIngestionTime: stream.events.at(-1)!.ingestionTime,
        }),
      })),
      nextToken,
    }
  },
}

function lastEvent(stream: LogStream): number {
  return stream.events.at(-1)?.timestamp ?? 0
}
