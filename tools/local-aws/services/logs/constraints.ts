import type { Constraint, Constraints } from '../../constraints.ts'

// botocore/data/logs/2014-03-28/service-2.json
const describeLimit: Constraint = { range: [1, 50] }
const eventsLimit: Constraint = { range: [1, 10_000] }

export const constraints = {
  CreateLogGroup: { logGroupName: { length: [1, 512], pattern: /[\.\-_/#A-Za-z0-9]+/ } },
  DescribeLogGroups: { limit: describeLimit },
  DescribeLogStreams: { limit: describeLimit },
  FilterLogEvents: { limit: eventsLimit, filterPattern: { length: [0, 1024] } },
  GetLogEvents: { limit: eventsLimit },
} satisfies Constraints
