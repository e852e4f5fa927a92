import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { openBelow } from '../../../../functions/working-set/working-set-fixture.ts'
import { eventually } from '../../../testing/eventually.ts'
import { allowedMs } from '../../network/shape/allowed-time.ts'
import type { NetworkShape } from '../../network/shape/network-shape.ts'
import { publishedNetwork } from '../../network/shape/published-network.ts'
import { uniqueId } from '../iam/state.ts'
import { startS3, type S3UnderTest } from './s3-fixture.ts'

const mebibyte = 2 ** 20
const Bucket = 'shelf'
const published = { lambdaNetwork: 'published' } as const

/** The published network with a tenth of its bytes, so a tenth of the work takes the same time. */
const tenth = {
  ...publishedNetwork,
  bytesPerSecond: publishedNetwork.bytesPerSecond / 10,
  onceBytes: publishedNetwork.onceBytes / 10,
  capacityBytes: publishedNetwork.capacityBytes / 10,
  refillBytes: publishedNetwork.refillBytes / 10,
}

/** A clock that moves only during sleeps, so that it shows the time that the limits require. */
class SleepersClock {
  #nowMs = 0
  readonly sleptMs: number[] = []

  now(): number {
    return this.#nowMs
  }

  async sleep(milliseconds: number): Promise<void> {
    const until = this.#nowMs + milliseconds
    this.sleptMs.push(milliseconds)
    await new Promise(resolve => setImmediate(resolve))
    this.#nowMs = Math.max(this.#nowMs, until)
  }
}

async function slowedS3(t: Test, network: NetworkShape) {
  const sentences: string[] = []
  const s3 = await startS3(t, { network, announce: sentence => sentences.push(sentence) })
  const clock = new SleepersClock()
  Object.assign(s3.aws.account.network, { clock, environmentNetwork: tenth })
  return { ...s3, clock, sentences }
}

/** A client with the credentials of a separate execution environment. */
function environment(t: Test, { aws }: S3UnderTest): S3Client {
  const roleName = uniqueId('role-')
  const role = {
    roleName,
    path: '/',
    arn: `arn:aws:iam::${aws.accountId}:role/${roleName}`,
    roleId: uniqueId('AROA'),
    createDate: new Date(),
    trustPolicy: { Statement: [] },
    maxSessionDuration: 3600,
    inlinePolicies: new Map([['s3', { Statement: [{ Effect: 'Allow' as const, Action: 's3:*', Resource: '*' }] }]]),
    attachedPolicyArns: new Set<string>(),
    tags: new Map<string, string>(),
  }
  aws.account.iam.roles.set(roleName, role)
  const context = { 'lambda:SourceFunctionArn': aws.account.arn('lambda', 'function:reader') }
  const credentials = aws.account.iam.issueSession({ role, sessionName: 'reader', durationSeconds: 900, context })
  const client = new S3Client({ ...aws, credentials, forcePathStyle: true, maxAttempts: 1 })
  t.teardown(() => client.destroy())
  return client
}

async function read(client: S3Client, Range?: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'object', ...(Range && { Range }) }))
  return Buffer.from(await Body!.transformToByteArray())
}

const content = Buffer.alloc(4 * mebibyte)
for (let index = 0; index < content.length; index += 4) content.writeUInt32LE(index, index)

t.test('an object arrives complete, in the time that the connection’s speed requires', async t => {
  const { client, clock, sentences } = await slowedS3(t, { s3ConnectionMibps: 8 })
  await client.send(new PutObjectCommand({ Bucket, Key: 'object', Body: content }))
  t.equal(clock.now(), 0, 'sending is not delayed')
  t.ok(content.equals(await read(client)))
  t.equal(clock.now(), 500)
  t.equal(clock.sleptMs.length, 16, 'it arrives in many pieces')
  t.ok(content.subarray(mebibyte, 3 * mebibyte).equals(await read(client, `bytes=${mebibyte}-${3 * mebibyte - 1}`)))
  t.ok(Math.abs(clock.now() - 500 - 250) <= 60, 'a range takes its share of the time')
  t.match(sentences[0], /^S3 is slowed down, which is a simulation: .* 8 MiB\/s at most$/)
})

t.test('an empty shape changes nothing', async t => {
  const { client, clock, sentences } = await slowedS3(t, {})
  await client.send(new PutObjectCommand({ Bucket, Key: 'object', Body: content }))
  t.ok(content.equals(await read(client)))
  t.same([clock.sleptMs, sentences], [[], []])
})

t.test(
  'the connections of one environment share its network; others have their own, and other clients none',
  async t => {
    const s3 = await slowedS3(t, published)
    const { client, clock } = s3
    await client.send(new PutObjectCommand({ Bucket, Key: 'object', Body: content }))
    for (let count = 0; count < 10; count++) await read(client)
    t.equal(clock.now(), 0, 'the keys of a user belong to no environment')

    const reader = environment(t, s3)
    const reads = 16
    for (let done = 0; done < reads; done += 8) await Promise.all(Array.from({ length: 8 }, () => read(reader)))
    const allowed = allowedMs({ bytes: reads * content.length, connections: 8 }, published, tenth)
    t.ok(allowed > 3000, 'the bytes exceed the burst of its network')
    const periods = (clock.now() - allowed) / publishedNetwork.refillMs
    t.ok(Math.abs(periods) <= 2, `${clock.now()} ms on the clock, ${allowed} ms allowed`)

    const before = clock.now()
    await read(environment(t, s3))
    t.ok(clock.now() - before < publishedNetwork.refillMs, 'a new environment begins with a full network')
    const sentAt = clock.now()
    await reader.send(new PutObjectCommand({ Bucket, Key: 'object', Body: content }))
    t.ok(clock.now() - sentAt < publishedNetwork.refillMs, 'sending has a separate limit')
  },
)

t.test('data that an environment sends arrives complete, and is slowed down as well', async t => {
  const s3 = await slowedS3(t, published)
  const { clock } = s3
  const writer = environment(t, s3)
  for (let count = 0; count < 12; count++)
    await writer.send(new PutObjectCommand({ Bucket, Key: 'object', Body: content }))
  const allowed = allowedMs({ bytes: 12 * content.length, connections: 1 }, published, tenth)
  t.ok(Math.abs(clock.now() - allowed) <= 2 * publishedNetwork.refillMs, `${clock.now()} ms, ${allowed} ms allowed`)
  t.ok(content.equals(await read(s3.client)))
})

t.test('a reader that disconnects leaves no file open', async t => {
  const { client, aws, clock } = await slowedS3(t, { s3ConnectionMibps: 1 })
  await client.send(new PutObjectCommand({ Bucket, Key: 'object', Body: content }))
  const openFiles = () => openBelow(aws.account.settings.dataDir) ?? []
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'object' }))
  await once(Body as Readable, 'readable')
  ;(Body as Readable).destroy()
  await eventually('the file is closed', async () => openFiles().length === 0)
  t.ok(clock.now() < 4000, 'this happens before the end of the object')
})
