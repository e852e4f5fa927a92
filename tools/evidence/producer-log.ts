import { setTimeout as sleep } from 'node:timers/promises'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { connectToAws } from '../command/aws-connection.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'

const waitForLogsMs = 120_000

/** SHA-256 of the file that the Producer wrote, from the log line with which it closed that request. */
export async function readProducerSha256(
  system: DeployedSystem,
  fileId: string,
  since: Date,
): Promise<string | undefined> {
  const { clientConfig } = await connectToAws({ region: system.region })
  const client = new CloudWatchLogsClient(clientConfig)
  const query = new FilterLogEventsCommand({
    logGroupName: system.producer.logGroupName,
    filterPattern: `{ $.fileId = "${fileId}" && $.outcome = "created" }`,
    startTime: since.getTime(),
  })
  const start = performance.now()
  try {
    // Logs arrive late on AWS.
    for (let pause = 100; ; pause = Math.min(pause * 2, 5000)) {
      const { events } = await client.send(query)
      if (events?.[0]) return JSON.parse(events[0].message!).sha256
      if (performance.now() - start > waitForLogsMs) return undefined
      await sleep(pause)
    }
  } finally {
    client.destroy()
  }
}
