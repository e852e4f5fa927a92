import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { CloudWatchLogsClient, type FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs'
import type { Test } from 'tap'
import { AwsClients } from '../command/aws-clients.ts'

export type LogPage = (request: FilterLogEventsCommandInput, count: number) => { events: object[]; nextToken?: string }

/**
 * A CloudWatch Logs whose answers to FilterLogEvents come from the test, by the number of the request from 0 on.
 *
 * @param signal ends the calls of the client
 */
export async function logService(t: Test, page: LogPage, signal?: AbortSignal): Promise<CloudWatchLogsClient> {
  let count = 0
  const server = createServer(async (request, response) => {
    const input = (await json(request)) as FilterLogEventsCommandInput
    response.setHeader('content-type', 'application/x-amz-json-1.1')
    response.end(JSON.stringify(page(input, count++)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const config = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  const clients = new AwsClients(config, signal)
  t.teardown(() => {
    clients[Symbol.dispose]()
    server.close()
  })
  return clients.get(CloudWatchLogsClient)
}
