import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { AwsClients } from '../command/aws-clients.ts'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { uploadInParts } from './upload-in-parts.ts'

t.test('an upload that Ctrl-C ends leaves no parts', async t => {
  const interruption = new AbortController()
  const calls: string[] = []
  const sizes: Record<string, number> = {}
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url!, 'http://s3')
    const part = searchParams.get('partNumber')
    calls.push(`${request.method} ${part ?? searchParams.get('uploadId') ?? ''}`)
    if (part) interruption.abort()
    if (part) sizes[part] = Number(request.headers['x-amz-decoded-content-length'] ?? request.headers['content-length'])
    request.resume().on('end', () => {
      if (request.method === 'POST')
        response.end('<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>')
      else response.writeHead(request.method === 'DELETE' ? 204 : 200, { etag: '"e"' }).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const clients = new AwsClients(
    {
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      forcePathStyle: true,
    },
    interruption.signal,
  )
  t.teardown(() => {
    clients[Symbol.dispose]()
    server.close()
  })
  const Body = Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(1024 ** 2)))
  const upload = uploadInParts(clients.get(S3Client), { Bucket: 'b', Key: 'k', Body })
  await t.rejects(upload, { name: 'AbortError' })
  t.equal(calls[0], 'POST ', 'the upload began')
  t.equal(calls.at(-1), 'DELETE u1', 'the upload is removed')
  t.notOk(calls.includes('PUT 3'), 'the next part is not sent')
  t.equal(sizes['1'], 16 * 1024 ** 2)
})

t.test('an upload that could not begin is not removed', async t => {
  const { connection, asked } = stubAws({ CreateMultipartUpload: new Error('refused'), AbortMultipartUpload: {} })
  const s3 = connection.clients.get(S3Client)
  s3.config.endpoint = async () => ({ protocol: 'http:', hostname: '127.0.0.1', path: '/' })
  const Body = Readable.from(Array.from({ length: 17 }, () => Buffer.alloc(1024 ** 2)))
  await t.rejects(uploadInParts(s3, { Bucket: 'b', Key: 'k', Body }), { message: 'refused' })
  t.same(new Set(asked.map(([operation]) => operation)), new Set(['CreateMultipartUpload']))
})
