import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { findDeployedSystem } from './deployed-system.ts'

const outputs = {
  ApiId: 'a1',
  StageName: 'poc',
  BucketName: 'b',
  ProducerFunctionName: 'p',
  ProducerLogGroupName: '/p',
  ConsumerFunctionName: 'c',
  ConsumerLogGroupName: '/c',
}

/** An AWS on this machine whose one stack has these outputs, or that has none. Returns its address. */
async function aws(t: Test, outputs?: Readonly<Record<string, string>>): Promise<string> {
  const member = ([name, value]: [string, string]) =>
    `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`
  const stacks =
    outputs &&
    `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackId>arn:stack</StackId><Outputs>${Object.entries(
      outputs,
    )
      .map(member)
      .join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`
  const missing =
    '<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id demo does not exist</Message></Error></ErrorResponse>'
  const identity =
    '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>' +
    '<Arn>arn:aws:iam::123456789012:user/me</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>'
  const server = createServer(async (request, response) => {
    const asked = String(await request.toArray())
    if (asked.includes('GetCallerIdentity')) return response.end(identity)
    return response.writeHead(stacks ? 200 : 400).end(stacks ?? missing)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL: endpoint })
  t.teardown(() => (server.closeAllConnections(), server.close()))
  return endpoint
}

t.test('a deployed system is what the outputs of its stack name', async t => {
  const endpoint = await aws(t, outputs)
  t.same(await findDeployedSystem({ prefix: 'demo', region: 'eu-west-1' }), {
    prefix: 'demo',
    stackId: 'arn:stack',
    region: 'eu-west-1',
    accountId: '123456789012',
    apiUrl: `${endpoint}/restapis/a1/poc/_user_request_`,
    bucketName: 'b',
    producer: { functionName: 'p', logGroupName: '/p' },
    consumer: { functionName: 'c', logGroupName: '/c' },
    outputs,
  })
  t.equal((await findDeployedSystem({ region: 'eu-west-1' })).prefix, 'lambda-efs')
})

t.test('a stack that is missing or not finished is not deployed, and the error has the next command', async t => {
  for (const unfinished of [undefined, { BucketName: 'b' }]) {
    await aws(t, unfinished)
    await t.rejects(findDeployedSystem({ prefix: 'demo', region: 'eu-west-1' }), {
      code: 'NOT_DEPLOYED',
      message: 'There is no finished stack demo in eu-west-1.',
      nextStep: 'Run: npm run deploy -- --prefix demo',
    })
  }
})

t.test('a prefix that no stack can have is refused before AWS is asked, and Ctrl-C ends the question', async t => {
  await t.rejects(findDeployedSystem({ prefix: 'Not_A_Prefix' }), { code: 'MISUSED' })
  await aws(t, outputs)
  const { signal } = new AbortController()
  await t.resolves(findDeployedSystem({ region: 'eu-west-1', signal }))
  await t.rejects(findDeployedSystem({ region: 'eu-west-1', signal: AbortSignal.abort() }), { name: 'AbortError' })
})
