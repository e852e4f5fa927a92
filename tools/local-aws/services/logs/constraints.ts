import { LogGroupClass, OrderBy } from '@aws-sdk/client-cloudwatch-logs'
import type { Constraint, Constraints } from '../../constraints.ts'

// botocore/data/logs/2014-03-28/service-2.json; enumerations are the SDK's own.
const name: Constraint = {
  length: [1, 512],
  // recorded/logs.yaml has it for CreateLogGroup. The words are about both names, so the other operations have them too.
  tooLong: 'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
}
const groupName: Constraint = { ...name, pattern: /[\.\-_/#A-Za-z0-9]+/ }
const streamName: Constraint = { ...name, pattern: /[^:*]*/ }
const notNegative: Constraint = { range: [0, Number.MAX_SAFE_INTEGER] }
const notEmpty: Constraint = { length: [1, Number.MAX_SAFE_INTEGER] }
const identifier: Constraint = { length: [1, 2048], pattern: /[\w#+=/:,.@-]*/ }
const tagKey: Constraint = { length: [1, 128], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]+/u }
const tagValue: Constraint = { length: [0, 256], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/u }
const describeLimit: Constraint = { range: [1, 50] }
const eventsLimit: Constraint = { range: [1, 10_000] }

export const constraints = {
  everyOperation: {
    endTime: notNegative,
    filterPattern: { length: [0, 1024] },
    logGroupClass: { enum: Object.values(LogGroupClass) },
    logGroupIdentifier: identifier,
    logGroupIdentifiers: { length: [1, 50], each: identifier },
    logGroupName: groupName,
    logGroupNamePattern: { length: [0, 512], pattern: /[\.\-_/#A-Za-z0-9]*/ },
    logGroupNamePrefix: groupName,
    logStreamName: streamName,
    logStreamNamePrefix: streamName,
    logStreamNames: { length: [1, 100], each: streamName },
    nextToken: notEmpty,
    orderBy: { enum: Object.values(OrderBy) },
    resourceArn: { length: [1, 1011], pattern: /[\w+=/:,.@-]*/ },
    sequenceToken: notEmpty,
    startTime: notNegative,
    tagKeys: { length: [0, 50], each: tagKey },
    tags: { length: [1, 50], keys: tagKey, values: tagValue },
  },
  DescribeLogGroups: { limit: describeLimit },
  DescribeLogStreams: { limit: describeLimit },
  FilterLogEvents: { limit: eventsLimit },
  GetLogEvents: { limit: eventsLimit },
  // The operation itself checks the rest of a batch.
  PutLogEvents: { logEvents: { each: { members: { timestamp: notNegative } } } },
} satisfies Constraints
