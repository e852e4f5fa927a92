import { setTimeout as pause } from 'node:timers/promises'
import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import type { LogEvent } from './log-lines.ts'

export interface FollowOptions {
  /** The log groups by the names of their functions. */
  readonly groups: Readonly<Record<string, string>>
  readonly since: Date
  readonly signal: AbortSignal
  readonly receive: (event: LogEvent) => void
  readonly pollMs?: number
}

/** Events of one group may arrive out of order. Each poll therefore starts this much before the latest event. */
const overlapMs = 10_000

/** Reports each log event once, as far as possible in order of time, until the signal aborts. */
export async function followLogs(client: CloudWatchLogsClient, options: FollowOptions): Promise<void> {
  const { groups, since, signal, receive, pollMs = 400 } = options
  /** The times of the reported events, by their ids. */
  const received = new Map<string, number>()
  let newest = since.getTime()
  while (!signal.aborted) {
    const from = Math.max(since.getTime(), newest - overlapMs)
    for (const [id, timestamp] of received) if (timestamp < from) received.delete(id)
    const fresh: LogEvent[] = []
    try {
      for (const [functionName, logGroupName] of Object.entries(groups)) {
        const pages = paginateFilterLogEvents({ client }, { logGroupName, startTime: from }, { abortSignal: signal })
        for await (const { events = [] } of pages) {
          for (const { eventId, timestamp, message } of events) {
            if (received.has(eventId!)) continue
            received.set(eventId!, timestamp!)
            newest = Math.max(newest, timestamp!)
            fresh.push({ functionName, timestamp: timestamp!, message: message! })
          }
        }
      }
      for (const event of fresh.sort((a, b) => a.timestamp - b.timestamp)) receive(event)
      await pause(pollMs, undefined, { signal })
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}
