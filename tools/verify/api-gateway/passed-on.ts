import { createHash, randomUUID } from 'node:crypto'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import type { Criterion } from '../criterion.ts'
import { httpCall } from './http-call.ts'
import { passingInput } from './passing-input.ts'

export const passedOn: Criterion = {
  id: '4.4',
  claim: 'The payload and the parameters of a request reach the function as they were sent.',
  builtIn: ['cloudformation/api.yaml', 'functions/http/request-body.ts'],
  shownIn: ['invocations.ndjson'],
  check: async (look, { saw, must }) => {
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const text = 'Grüße, 数字, \u{1F522}, "quoted", \\, tab\t, $context.error, \u2028'
    for (const { name, bytes, body } of [
      { name: 'text', bytes: Buffer.from(text), body: { data: text } },
      { name: 'bytes', bytes: everyByte, body: { data: everyByte.toString('base64'), encoding: 'base64' } },
    ]) {
      const key = passingInput(look, name)
      const answer = await httpCall(look, 'POST', '/ingest?verify=1&empty=&name=%E6%95%B0', { body: { key, ...body } })
      must(answer.statusCode === 201, `${answer.call} of ${key} answers ${answer.statusCode} ${answer.text}`)
      if (answer.statusCode !== 201) continue
      const { Body } = await look.clients.s3.send(new GetObjectCommand({ Bucket: look.system.bucketName, Key: key }))
      const stored = await Body!.transformToByteArray()
      saw(answer.call, `${key}: sent ${bytes.length} bytes ${sha256(bytes)}, answered ${answer.json?.bytes} bytes`)
      saw('S3 GetObject', `${key}: stored ${stored.length} bytes ${sha256(stored)}`)
      must(
        answer.json?.key === key && answer.json?.bytes === bytes.length,
        `The Producer took ${answer.json?.bytes} bytes as ${answer.json?.key}, sent were ${bytes.length} as ${key}`,
      )
      must(bytes.equals(stored), `${key} holds ${sha256(stored)}, sent was ${sha256(bytes)}`)
    }
    const fileId = `verify-${randomUUID()}`
    const answer = await httpCall(look, 'POST', '/predict?verify=1', { body: { fileId, model: 'verify' } })
    saw(answer.call, `${fileId}: ${answer.statusCode} ${answer.text}`)
    must(answer.json?.fileId === fileId, `The Consumer was asked for ${fileId} and answers ${answer.text}`)
  },
}

function sha256(bytes: Uint8Array): string {
  return `SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`
}
