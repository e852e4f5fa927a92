import type { DescribeLogGroupsRequest, DescribeLogGroupsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { defaultLimits, pageOf } from '../pages.ts'
import type { LogGroup } from '../state.ts'

export const describeLogGroups: Operation<DescribeLogGroupsRequest, DescribeLogGroupsResponse> = {
  honours: ['limit', 'logGroupNamePattern', 'logGroupNamePrefix', 'nextToken'],
  permissions: (_input, { account }) => [
    { action: 'logs:DescribeLogGroups', resource: account.arn('logs', 'log-group::log-stream:') },
  ],
  run: (input, { account }) => {
    // Words: recorded/logs.yaml.
    if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      )
    const groups = [...account.logs.groups.values()]
      .filter(
        ({ logGroupName }) =>
          logGroupName.startsWith(input.logGroupNamePrefix ?? '') &&
          logGroupName.toLowerCase().includes(input.logGroupNamePattern?.toLowerCase() ?? ''),
      )
      .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1))
    const { items, nextToken } = pageOf(groups, input.nextToken, input.limit ?? defaultLimits.describe)
    return {
      logGroups: items.map(group => ({
        logGroupName: group.logGroupName,
        arn: `${account.logs.arn(group.logGroupName)}:*`,
        logGroupArn: account.logs.arn(group.logGroupName),
        creationTime: group.creationTime,
        logGroupClass: group.logGroupClass,
        metricFilterCount: 0,
        deletionProtectionEnabled: false,
        storedBytes: storedBytes(group),
        retentionInDays: group.retentionInDays,
      })),
      nextToken,
    }
  },
}

function storedBytes(group: LogGroup): number {
  const events = [...group.streams.values()].flatMap(stream => stream.events)
  return events.reduce((sum, event) => sum + Buffer.byteLength(event.message), 0)
}
