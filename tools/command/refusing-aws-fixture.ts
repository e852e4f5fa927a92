import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'

const planned =
  '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>s</StackName><StackId>s</StackId>' +
  '<StackStatus>REVIEW_IN_PROGRESS</StackStatus><CreationTime>2026-11-30T00:00:00Z</CreationTime></member></Stacks>' +
  '</DescribeStacksResult></DescribeStacksResponse>'
const caller =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account><UserId>u</UserId>' +
  '<Arn>arn:aws:iam::123456789012:user/u</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>'

/**
 * For tests only: the AWS of the environment, in eu-west-1, has a planned stack of every name and refuses everything
 * else. Returns the forms that it was sent.
 */
export async function refusingAws(t: Test): Promise<readonly URLSearchParams[]> {
  const asked: URLSearchParams[] = []
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request))
    asked.push(form)
    const action = form.get('Action')
    if (action === 'GetCallerIdentity') return response.end(caller)
    if (action === 'DescribeStacks') return response.end(planned)
    if (action === 'DescribeStackEvents') return response.end('<DescribeStackEventsResponse/>')
    if (action === 'ListStackResources') return response.end('<ListStackResourcesResponse/>')
    if (request.method === 'HEAD') return response.writeHead(404).end()
    const refusal = '<Error><Code>AccessDenied</Code><Message>refused</Message></Error>'
    if (action) return response.writeHead(403).end(`<ErrorResponse>${refusal}</ErrorResponse>`)
    if (request.headers.authorization?.includes('/s3/')) return response.writeHead(403).end(refusal)
    return response.writeHead(403).end('{"__type":"AccessDeniedException","message":"refused"}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
  const before = Object.keys(environment).map(name => [name, process.env[name]] as const)
  Object.assign(process.env, environment)
  t.teardown(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    server.close()
    server.closeAllConnections()
  })
  return asked
}
