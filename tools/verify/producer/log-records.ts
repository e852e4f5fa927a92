import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { waitUntil } from '../observer/wait-until.ts'
import type { Verification } from '../verification.ts'

/** A function's own JSON lines since then that hold this text; logs arrive late on AWS, so they are waited for. */
export async function logRecords(
  look: Verification,
  logGroupName: string,
  since: Date,
  text: string,
  { wait = true }: { wait?: boolean } = {},
): Promise<readonly Record<string, unknown>[]> {
  const read = async () => {
    const records: Record<string, unknown>[] = []
    // A minute earlier: two machines' clocks.
    const query = { logGroupName, filterPattern: `"${text}"`, startTime: since.getTime() - 60_000 }
    for await (const { events = [] } of paginateFilterLogEvents({ client: look.clients.logs }, query)) {
      records.push(...events.map(({ message }) => JSON.parse(message!)))
    }
    return records.filter(({ requestId }) => requestId !== undefined)
  }
  if (!wait) return read()
  return waitUntil(look, `a line about ${text} in ${logGroupName}`, async () => {
    const records = await read()
    return records.length > 0 ? records : undefined
  })
}
