import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { waitUntil } from '../observer/wait-until.ts'
import type { Verification } from '../verification.ts'

/**
 * Returns a function's own JSON lines since that time that contain this text. Waits for them, because logs arrive late
 * on AWS.
 */
export async function logRecords(
  verification: Verification,
  logGroupName: string,
  since: Date,
  text: string,
  { wait = true }: { wait?: boolean } = {},
): Promise<readonly Record<string, unknown>[]> {
  const read = async () => {
    const records: Record<string, unknown>[] = []
    // A minute earlier, because two machines' clocks differ.
    const query = { logGroupName, filterPattern: `"${text}"`, startTime: since.getTime() - 60_000 }
    for await (const { events = [] } of paginateFilterLogEvents({ client: verification.clients.logs }, query)) {
      records.push(...events.map(({ message }) => JSON.parse(message!)))
    }
    return records.filter(({ requestId }) => requestId !== undefined)
  }
  if (!wait) return read()
  return waitUntil(verification, `a line about ${text} in ${logGroupName}`, async () => {
    const records = await read()
    return records.length > 0 ? records : undefined
  })
}
