import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { LambdaClient } from '@aws-sdk/client-lambda'
import type { Test } from 'tap'
import { AwsClients } from '../command/aws-clients.ts'

export interface FakeLambda {
  readonly client: LambdaClient
  /** The environment variables of each UpdateFunctionConfiguration, in order. */
  readonly updates: readonly Readonly<Record<string, string>>[]
}

/**
 * A Lambda with one function, whose variables can be read and replaced.
 *
 * @param signal ends the calls of the client
 */
export async function fakeLambda(
  t: Test,
  variables: Record<string, string>,
  signal?: AbortSignal,
): Promise<FakeLambda> {
  const updates: Record<string, string>[] = []
  const server = createServer(async (request, response) => {
    const sent = await text(request)
    if (request.method === 'PUT') updates.push((variables = JSON.parse(sent).Environment.Variables))
    const configuration = { LastUpdateStatus: 'Successful', State: 'Active', Environment: { Variables: variables } }
    const whole = !request.url!.endsWith('/configuration')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(whole ? { Configuration: configuration } : configuration))
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
  return { client: clients.get(LambdaClient), updates }
}
