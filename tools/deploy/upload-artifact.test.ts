import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { uploadArtifact } from './upload-artifact.ts'

const artifact = { key: 'functions/é-1.zip', body: 'Résumé', contentType: 'application/zip' }
const bytes = Buffer.byteLength(artifact.body)

/** An S3 that gives this answer to HEAD, and accepts every PUT. */
async function s3Answering(t: Test, status: number, headers: Record<string, string> = {}) {
  const requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []
  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request
    requests.push({ method, url, headers: request.headers, body: await text(request) })
    if (method === 'HEAD') response.writeHead(status, headers)
    response.end()
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' }
  const s3 = new S3Client({ region: 'us-east-1', endpoint, credentials, forcePathStyle: true, maxAttempts: 1 })
  t.teardown(() => {
    s3.destroy()
    server.closeAllConnections()
    server.close()
  })
  const methods = () => requests.map(({ method }) => method)
  return { upload: () => uploadArtifact(s3, 'artifacts', artifact, '123456789012'), requests, methods }
}

for (const [what, status, headers] of [
  ['is not there', 404, {}],
  ['cannot be checked for', 403, {}],
  ['has another size', 200, { 'content-length': String(bytes - 1) }],
] as const) {
  t.test(`an artifact that ${what} is uploaded, but only to a bucket of this account`, async t => {
    const { upload, requests, methods } = await s3Answering(t, status, headers)
    t.equal(await upload(), true)
    t.same(methods(), ['HEAD', 'PUT'])
    for (const request of requests) {
      t.match(request, {
        url: /^\/artifacts\/functions\/%C3%A9-1\.zip/,
        headers: { 'x-amz-expected-bucket-owner': '123456789012' },
      })
    }
    t.match(requests[1], { body: /Résumé/, headers: { 'content-type': 'application/zip' } })
  })
}

t.test('a complete artifact is not uploaded again', async t => {
  const { upload, methods } = await s3Answering(t, 200, { 'content-length': String(bytes) })
  t.equal(await upload(), false)
  t.same(methods(), ['HEAD'])
})

for (const status of [400, 500]) {
  t.test(`an S3 that answers ${status} is an error, and nothing is uploaded`, async t => {
    const { upload, methods } = await s3Answering(t, status)
    await t.rejects(upload(), { name: /./, $metadata: { httpStatusCode: status } })
    t.same(methods(), ['HEAD'])
  })
}
