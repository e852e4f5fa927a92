import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { AwsClients } from '../command/aws-clients.ts'
import { uploadInParts } from './upload-in-parts.ts'

t.test('an upload that Ctrl-C ends leaves no parts', async t => {
  const interruption = new AbortController()
  const calls: string[] = []
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url!, 'http://s3')
    const part = searchParams.get('partNumber')
    calls.push(`${request.method} ${part ?? searchParams.get('uploadId') ?? ''}`)
    if (part) interruption.abort()
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
})
