import { createHash } from 'node:crypto'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Criterion } from '../criterion.ts'
import { observe } from '../observer/observer.ts'
import { passingObject } from '../observer/passing-object.ts'

export const acceptedInput: Criterion = {
  id: '2.3',
  claim: 'POST /ingest takes a key of the bucket or the data itself.',
  builtIn: ['functions/producer'],
  shownIn: ['report.json', 'logs/producer.ndjson'],
  check: async (look, { saw, must }) => {
    const observer = await observe(look)
    const content = 'an object that is in the bucket already'
    const byKey = await passingObject(look, 'inputs', 'by-key')
    const put = new PutObjectCommand({ Bucket: look.system.bucketName, Key: byKey.key, Body: content })
    await look.clients.s3.send(put)
    const byData = await passingObject(look, 'inputs', 'by-data')
    const requests = [
      { what: 'key', object: byKey, content, body: { key: byKey.key } },
      { what: 'data', object: byData, content: 'näive ☃', body: { key: byData.key, data: 'näive ☃' } },
    ]
    for (const { what, object, content, body } of requests) {
      const answer = await look.api.post('/ingest', body, look.signal)
      saw('POST /ingest', `with ${what}: ${answer.statusCode} ${answer.body?.fileId ?? answer.body?.error}`)
      must(answer.statusCode === 201, `POST /ingest with ${what} answered ${answer.statusCode}`)
      if (answer.statusCode !== 201) continue
      const { sha256 } = await observer.hash(object.path)
      saw('the observer function', `/mnt/efs/${object.path}: SHA-256 ${sha256}`)
      const given = createHash('sha256').update(content).digest('hex')
      must(sha256 === given, `The file made from ${what} holds other bytes than were sent: ${sha256}`)
    }
  },
}
