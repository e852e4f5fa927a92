import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import type { AwsConnection } from '../command/aws-connection.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { BundleFile } from './bundle.ts'

/**
 * Collects both functions' log events since the run began, one JSON object a line, as FilterLogEvents returned them.
 */
export async function collectLogs(
  { clients }: AwsConnection,
  system: DeployedSystem,
  since: Date,
): Promise<BundleFile[]> {
  const client = clients.get(CloudWatchLogsClient)
  const read = async (name: 'producer' | 'consumer'): Promise<BundleFile> => {
    const lines: string[] = []
    const query = { logGroupName: system[name].logGroupName, startTime: since.getTime() }
    for await (const { events = [] } of paginateFilterLogEvents({ client }, query)) {
      for (const { timestamp, logStreamName, message } of events) {
        lines.push(JSON.stringify({ timestamp, logStreamName, message: asJson(message!) }))
      }
    }
    return { path: `logs/${name}.ndjson`, content: lines.map(line => `${line}\n`).join('') }
  }
  return [await read('producer'), await read('consumer')]
}

function asJson(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    // A library may write a line of plain text, which stays text.
    return message
  }
}
