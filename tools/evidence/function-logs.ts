import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { connectToAws } from '../command/aws-connection.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { BundleFile } from './bundle.ts'

/**
 * Collects both functions' log events since the run began, one JSON object a line, as FilterLogEvents returned them.
 */
export async function collectLogs(system: DeployedSystem, since: Date, signal?: AbortSignal): Promise<BundleFile[]> {
  const { clientConfig } = await connectToAws({ region: system.region })
  const client = new CloudWatchLogsClient(clientConfig)
  const read = async (name: 'producer' | 'consumer'): Promise<BundleFile> => {
    const lines: string[] = []
    const query = { logGroupName: system[name].logGroupName, startTime: since.getTime() }
    for await (const { events = [] } of paginateFilterLogEvents({ client }, query, {
      ...(signal && { abortSignal: signal }),
    })) {
      for (const { timestamp, logStreamName, message } of events) {
        lines.push(JSON.stringify({ timestamp, logStreamName, message: asJson(message!) }))
      }
    }
    return { path: `logs/${name}.ndjson`, content: lines.map(line => `${line}\n`).join('') }
  }
  try {
    return [await read('producer'), await read('consumer')]
  } finally {
    client.destroy()
  }
}

function asJson(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    // A library may write a line of plain text, which stays text.
    return message
  }
}
