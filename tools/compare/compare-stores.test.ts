import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { compareStores } from './compare-stores.ts'

const planned =
  '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>s</StackName><StackId>s</StackId>' +
  '<StackStatus>REVIEW_IN_PROGRESS</StackStatus><CreationTime>2026-11-30T00:00:00Z</CreationTime></member></Stacks>' +
  '</DescribeStacksResult></DescribeStacksResponse>'
const caller =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account><UserId>u</UserId>' +
  '<Arn>arn:aws:iam::123456789012:user/u</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>'

/** An AWS that has a planned stack of every name and refuses every change. `asked` has the forms that it was sent. */
async function refusingAws(t: Test) {
  const asked: URLSearchParams[] = []
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request))
    asked.push(form)
    const action = form.get('Action')
    if (action === 'GetCallerIdentity') return response.end(caller)
    if (action === 'DescribeStacks') return response.end(planned)
    if (action === 'DescribeStackEvents') return response.end('<DescribeStackEventsResponse/>')
    if (request.method === 'HEAD') return response.writeHead(404).end()
    const refusal = '<Error><Code>AccessDenied</Code><Message>refused</Message></Error>'
    return response.writeHead(403).end(action ? `<ErrorResponse>${refusal}</ErrorResponse>` : refusal)
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

const options = {
  target: 'aws',
  prefix: 'compared',
  localAws: {} as never,
  command: 'npm run compare',
  signal: new AbortController().signal,
} as const
const choices = { stores: ['efs'], sizesMib: [1], memoryMb: 3008 } as never

t.test(
  'a deployment on AWS goes to the wanted Region with the service role, and is removed after a failure',
  async t => {
    const asked = await refusingAws(t)
    const { progress, lines } = recordProgress()
    const measured = async () => t.fail('nothing was measured')
    const role = 'arn:aws:iam::123456789012:role/service'
    const wanted = { region: 'eu-north-1', roleArn: role, deployments: 2, progress, measured }
    await t.rejects(compareStores(choices, { ...options, ...wanted }), {
      code: 'ACCESS_DENIED',
      message: /refused\nBesides .*refused/,
    })
    const said = lines.map(line => line.replace(/, endpoint .*/, ''))
    const account = 'Account 123456789012, Region eu-north-1'
    t.match(said, ['Deployment 1 of 2', account, /^Stack compared-1 /, 'Remove compared-1', account])
    const deletions = asked.filter(form => form.get('Action') === 'DeleteStack')
    t.same(
      deletions.map(form => form.get('RoleARN')),
      [role],
    )
  },
)

t.test('a single deployment on AWS has the prefix itself, and the Region of the environment', async t => {
  const asked = await refusingAws(t)
  const { progress, lines } = recordProgress()
  const measured = async () => t.fail('nothing was measured')
  await t.rejects(compareStores(choices, { ...options, deployments: 1, progress, measured }))
  t.match(lines, ['Deployment 1 of 1', /Region eu-west-1/, /^Stack compared /, 'Remove compared'])
  const [deletion] = asked.filter(form => form.get('Action') === 'DeleteStack')
  t.equal(deletion!.get('RoleARN'), null)
})
