import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import t from 'tap'
import { openBelow } from '../../../../functions/working-set/working-set-fixture.ts'
import { eventually } from '../../../testing/eventually.ts'
import { liveBufferBytes } from '../../../testing/live-memory.ts'
import { startS3 } from './s3-fixture.ts'

const Bucket = 'shelf'
const mebibyte = 1024 * 1024
const block = randomBytes(mebibyte)

t.test('an object of 64 MiB is stored and read with a fraction of it in memory', async t => {
  const { client } = await startS3(t)
  const mebibytes = 64
  const before = liveBufferBytes()
  let peak = before
  const measure = () => (peak = Math.max(peak, liveBufferBytes()))
  const sent = createHash('sha256')
  const blocks = function* () {
    for (let index = 0; index < mebibytes; index++) {
      sent.update(block)
      // A copy, since one block that is yielded repeatedly would need no memory even if it were kept.
      yield Buffer.from(block)
      if (index === (mebibytes * 3) / 4) measure()
    }
  }
  const Body = Readable.from(blocks(), { objectMode: false })
  await client.send(new PutObjectCommand({ Bucket, Key: 'large', Body, ContentLength: mebibytes * mebibyte }))
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'large' }))
  const received = createHash('sha256')
  let receivedBytes = 0
  for await (const chunk of got.Body as Readable) {
    received.update(chunk)
    const threeQuarters = mebibytes * mebibyte * 0.75
    if (receivedBytes < threeQuarters && receivedBytes + chunk.length >= threeQuarters) measure()
    receivedBytes += chunk.length
  }
  t.equal(received.digest('hex'), sent.digest('hex'))
  // If the server collected the object, 48 MiB would be in memory at a measurement.
  t.ok(peak - before < (mebibytes / 4) * mebibyte, `memory grew by ${Math.round((peak - before) / mebibyte)} MiB`)
})

t.test('a reader that has begun finishes although the object is deleted meanwhile', async t => {
  const { client } = await startS3(t)
  // In parts, since each is a file that is opened only when the reader reaches it.
  const part = Buffer.concat(Array.from({ length: 5 }, () => block))
  const Body = Buffer.concat([part, part, part, part])
  await new Upload({ client, params: { Bucket, Key: 'k', Body }, partSize: part.length }).done()
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }))
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
  t.equal((await got.Body!.transformToByteArray()).length, Body.length)
})

t.test('a reader that disconnects early causes no message to the operator', async t => {
  const sentences: string[] = []
  const { aws, client } = await startS3(t, { diagnose: sentence => sentences.push(sentence) })
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: Buffer.concat(Array(8).fill(block)) }))
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }))
  for await (const _ of got.Body as Readable) break // which ends the connection
  // The object is open on the server until it notices the disconnection.
  await eventually('nothing is open', () => (openBelow(aws.account.settings.dataDir) ?? []).length === 0)
  t.same(sentences, [])
})

t.test('an upload that its client breaks off leaves neither an object nor bytes', async t => {
  const { aws, client } = await startS3(t)
  const { hostname, port } = new URL(aws.endpoint)
  const authorization = `AWS4-HMAC-SHA256 Credential=${aws.credentials.accessKeyId}/20260101/us-east-1/s3/aws4_request`
  const headers = { authorization, 'content-length': String(10 * mebibyte) }
  const request = httpRequest({ hostname, port, method: 'PUT', path: '/shelf/broken', headers })
  request.on('error', () => {
    // The test itself breaks it off.
  })
  request.write(block)
  const folder = join(aws.account.folder('s3'), 'content')
  await eventually('its bytes arrive', async () => (await readdir(folder).catch(() => [])).length === 1)
  request.destroy()
  await eventually('its bytes are removed', async () => (await readdir(folder)).length === 0)
  await t.rejects(client.send(new GetObjectCommand({ Bucket, Key: 'broken' })), { name: 'NoSuchKey' })
})

t.test('an object that the disk stores only in part is refused, and leaves no bytes', async t => {
  const sentences: string[] = []
  const { aws, client } = await startS3(t, { diagnose: sentence => sentences.push(sentence) })
  const folder = join(aws.account.folder('s3'), 'content')
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'before' }))
  // A write to a full disk stores what still fits, and only the next one fails.
  const handle = await open(join(folder, (await readdir(folder))[0]!))
  const prototype: FileHandle = Object.getPrototypeOf(handle)
  await handle.close()
  const { writev } = prototype
  t.intercept(prototype, 'writev', {
    value(this: FileHandle, [first]: Uint8Array[]) {
      return writev.call(this, [first!.subarray(0, 3)])
    },
  })
  await t.rejects(client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'behind' })), {
    name: 'InternalError',
    $metadata: { httpStatusCode: 500 },
  })
  t.match(sentences, [/Only 3 of 6 bytes were written. Is the disk full\?/])
  t.equal(await (await client.send(new GetObjectCommand({ Bucket, Key: 'k' }))).Body!.transformToString(), 'before')
  t.equal((await readdir(folder)).length, 1)
})
