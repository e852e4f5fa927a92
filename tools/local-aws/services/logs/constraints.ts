import type { Constraint, Constraints } from '../../constraints.ts'

// botocore/data/logs/2014-03-28/service-2.json
const describeLimit: Constraint = { range: [1, 50] }
const eventsLimit: Constraint = { range: [1, 10_000] }
const name: Constraint = {
  length: [1, 512],
  // recorded/logs.yaml has it for CreateLogGroup. The words are about both names, so the other operations have them too.
  tooLong: 'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
}
const ofGroup = { logGroupName: name }
const ofStream = { logGroupName: name, logStreamName: name }

export const constraints = {
  CreateLogGroup: { logGroupName: { ...name, pattern: /[\.\-_/#A-Za-z0-9]+/ } },
  CreateLogStream: ofStream,
  DeleteLogGroup: ofGroup,
  DeleteLogStream: ofStream,
  DeleteRetentionPolicy: ofGroup,
  DescribeLogGroups: { limit: describeLimit },
  DescribeLogStreams: { ...ofGroup, limit: describeLimit },
  FilterLogEvents: { ...ofGroup, limit: eventsLimit, filterPattern: { length: [0, 1024] } },
  GetLogEvents: { ...ofStream, limit: eventsLimit },
  PutLogEvents: ofStream,
  PutRetentionPolicy: ofGroup,
} satisfies Constraints
