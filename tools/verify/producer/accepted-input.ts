import { createHash, randomBytes } from 'node:crypto'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { keyOfContent } from '../../../functions/working-set/file-id.ts'
import type { Criterion } from '../criterion.ts'
import { requireUsable } from '../lambda-function/usable-function.ts'
import { observe } from '../observer/observer.ts'
import { passing, passingObject } from '../observer/passing-object.ts'

export const acceptedInput: Criterion = {
  id: '2.3',
  claim: 'POST /ingest takes a key of the bucket or the data itself, with a key or without.',
  builtIn: ['functions/producer'],
  shownIn: ['report.json', 'logs/producer.ndjson'],
  check: async (verification, { observed, expect }) => {
    const observer = await observe(verification)
    await requireUsable(verification, 'producer')
    const content = 'an object that is in the bucket already'
    const byKey = passingObject(verification, 'inputs', 'by-key')
    const put = new PutObjectCommand({ Bucket: verification.system.bucketName, Key: byKey.key, Body: content })
    await verification.clients.s3.send(put)
    const byData = passingObject(verification, 'inputs', 'by-data')
    const unnamed = randomBytes(24).toString('base64')
    const byContent = passing(verification, keyOfContent(Buffer.from(unnamed)))
    const requests = [
      { what: 'a key', object: byKey, content, body: { key: byKey.key } },
      { what: 'a key and data', object: byData, content: 'näive ☃', body: { key: byData.key, data: 'näive ☃' } },
      { what: 'data alone', object: byContent, content: unnamed, body: { data: unnamed } },
    ]
    for (const { what, object, content, body } of requests) {
      const answer = await verification.api.post('/ingest', body, verification.signal)
      observed(`POST /ingest with ${what}`, `${answer.statusCode} ${answer.body?.fileId ?? answer.body?.error}`)
      expect(
        answer.statusCode === 201,
        `POST /ingest with ${what} answered ${answer.statusCode} ${answer.body?.error ?? ''}`.trim(),
      )
      if (answer.statusCode !== 201) continue
      expect(answer.body?.key === object.key, `With ${what} the key is ${answer.body?.key}, not ${object.key}`)
      const { sha256 } = await observer.hash(object.path)
      observed('the observer function', `/mnt/efs/${object.path}: SHA-256 ${sha256}`)
      const given = createHash('sha256').update(content).digest('hex')
      expect(sha256 === given, `The file made from ${what} holds other bytes than were sent: ${sha256}`)
    }
  },
}
