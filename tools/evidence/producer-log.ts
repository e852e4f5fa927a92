import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { poll } from '../command/poll.ts'

/** The Producer's closing log line of a request that wrote a file. */
export interface CreatedRecord {
  readonly sha256: string
  /** The function's clock, ISO 8601. */
  readonly timestamp: string
}

/**
 * Finds that line in the Producer's log group. Logs arrive late on AWS, so this asks again until the line is there or
 * the patience (two minutes) is over.
 *
 * @param member the member and its value that identify the file
 */
export async function findCreatedRecord(
  client: CloudWatchLogsClient,
  logGroupName: string,
  member: { readonly fileId: string } | { readonly key: string },
  options: { since: Date; patienceMs?: number; signal?: AbortSignal },
): Promise<CreatedRecord | undefined> {
  const { since, patienceMs = 120_000, signal } = options
  const [name, value] = Object.entries(member)[0]!
  const query = {
    logGroupName,
    filterPattern: `{ $.${name} = "${value}" && $.outcome = "created" }`,
    startTime: since.getTime(),
  }
  const find = async (): Promise<CreatedRecord | undefined> => {
    // A page may be empty and have others after it (github.com/awslabs/cloudwatch-logs-customize-alarms/issues/8). The
    // search ends only without a token.
    // https://docs.aws.amazon.com/sdkfornet/v3/apidocs/items/CloudWatchLogs/TFilterLogEventsResponse.html
    for await (const { events } of paginateFilterLogEvents({ client }, query)) {
      if (events?.[0]) return JSON.parse(events[0].message!)
    }
    return undefined
  }
  return poll(find, { patienceMs, signal })
}
