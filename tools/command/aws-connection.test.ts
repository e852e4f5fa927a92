import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { connectToAws } from './aws-connection.ts'

/** An AWS of this partition whose identity is asked for. Returns its address. */
async function aws(t: Test, partition: string): Promise<string> {
  const server = createServer((_request, response) => {
    const identity = `<Account>123456789012</Account><Arn>arn:${partition}:iam::123456789012:user/me</Arn>`
    response.end(
      `<GetCallerIdentityResponse><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => (server.closeAllConnections(), server.close()))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function setEnvironment(t: Test, variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name]
    const set = (text: string | undefined) => {
      if (text === undefined) delete process.env[name]
      else process.env[name] = text
    }
    set(value)
    t.teardown(() => set(before))
  }
}

const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'eu-central-1' }

t.test('a connection knows account, Region, partition and the host names of the partition', async t => {
  for (const [partition, urlSuffix] of [
    ['aws', 'amazonaws.com'],
    ['aws-us-gov', 'amazonaws.com'],
    ['aws-cn', 'amazonaws.com.cn'],
    ['aws-iso', 'c2s.ic.gov'],
    ['aws-iso-b', 'sc2s.sgov.gov'],
    ['aws-iso-e', 'cloud.adc-e.uk'],
    ['aws-iso-f', 'csp.hci.ic.gov'],
    ['aws-eusc', 'amazonaws.eu'],
    ['aws-new', 'amazonaws.com'],
  ] as const) {
    const endpoint = await aws(t, partition)
    setEnvironment(t, { ...keys, AWS_ENDPOINT_URL: endpoint })
    using connection = await connectToAws()
    t.match(connection, { accountId: '123456789012', region: 'eu-central-1', partition, urlSuffix, endpoint })
  }
})

t.test(
  'the clients of a connection have its Region, five attempts, and path style where an endpoint is set',
  async t => {
    const endpoint = await aws(t, 'aws')
    setEnvironment(t, { ...keys, AWS_ENDPOINT_URL: endpoint })
    using connection = await connectToAws({ region: 'eu-west-1' })
    t.same(connection.clientConfig, { region: 'eu-west-1', maxAttempts: 5 })
    t.same(connection.s3ClientConfig, { region: 'eu-west-1', maxAttempts: 5, forcePathStyle: true })
    const s3 = connection.clients.get(S3Client)
    t.equal(s3.config.forcePathStyle, true)
    t.equal(await s3.config.region(), 'eu-west-1')
    t.match(await (connection.credentials as () => Promise<object>)(), { accessKeyId: 'a', secretAccessKey: 'b' })
  },
)

t.test('an empty endpoint is none, and its buckets have their own host names', async t => {
  const endpoint = await aws(t, 'aws')
  setEnvironment(t, { ...keys, AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_STS: endpoint })
  using connection = await connectToAws()
  t.equal(connection.endpoint, undefined)
  t.equal(connection.s3ClientConfig.forcePathStyle, false)
})

t.test('the signal ends the question for the identity', async t => {
  setEnvironment(t, { ...keys, AWS_ENDPOINT_URL: await aws(t, 'aws') })
  await t.rejects(connectToAws({ signal: AbortSignal.abort() }), { name: 'AbortError' })
})
