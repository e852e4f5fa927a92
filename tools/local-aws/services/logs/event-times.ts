import type { InputLogEvent, RejectedLogEventsInfo } from '@aws-sdk/client-cloudwatch-logs'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export interface AcceptedEvents {
  readonly events: readonly InputLogEvent[]
  /** Missing if all events are kept. */
  readonly rejected?: RejectedLogEventsInfo
}

/**
 * "None of the log events in the batch can be more than 2 hours in the future", nor "more than 14 days in the past",
 * nor "earlier than … the retention period of the log group". Such events are dropped, and the answer has their
 * positions. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 *
 * @param events in the order of their times
 */
export function acceptedEvents(
  events: readonly InputLogEvent[],
  nowMs: number,
  retentionInDays: number | undefined,
): AcceptedEvents {
  const before = (time: number) => {
    const index = events.findIndex(({ timestamp }) => timestamp! >= time)
    return index === -1 ? events.length : index
  }
  const tooOld = before(nowMs - 14 * dayMs)
  const expired = retentionInDays === undefined ? 0 : before(nowMs - retentionInDays * dayMs)
  const tooNew = before(nowMs + 2 * hourMs + 1)
  const rejected: RejectedLogEventsInfo = {
    ...(tooNew < events.length && { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
  }
  return {
    events: events.slice(Math.max(tooOld, expired), tooNew),
    ...(Object.keys(rejected).length > 0 && { rejected }),
  }
}
