import { createHash } from 'node:crypto'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { buffer } from 'node:stream/consumers'
import { seededBytes } from '../../exercise/large-object.ts'
import type { Criterion } from '../criterion.ts'
import { requireUsable } from '../lambda-function/usable-function.ts'
import { observe } from '../observer/observer.ts'
import { passingObject } from '../observer/passing-object.ts'
import type { Verification } from '../verification.ts'
import { assembleObject } from './assembled-object.ts'

const mebibyte = 2 ** 20
const gibibyte = 2 ** 30
const mostPartBytes = 128 * mebibyte

export const sizeLimit: Criterion = {
  id: '2.6',
  claim: 'The Producer handles objects of up to 1 GB (1 GiB here), and refuses larger ones.',
  builtIn: ['functions/producer/object-copy.ts'],
  shownIn: [],
  check: async (verification, { observed, expect }) => {
    const observer = await observe(verification)
    await requireUsable(verification, 'producer')
    const { bucketName: Bucket } = verification.system
    const partBytes = Math.min(mostPartBytes, verification.largestBytes)
    const { part, content, over } = await verification.once('an object over the limit', async () => {
      const part = passingObject(verification, 'inputs', 'part')
      const content = await buffer(seededBytes(partBytes, 2))
      await verification.clients.s3.send(new PutObjectCommand({ Bucket, Key: part.key, Body: content }))
      const over = passingObject(verification, 'inputs', 'over-the-limit')
      await assembleObject(verification, over.key, part.key, { copies: gibibyte / partBytes, lastByte: true })
      return { part, content, over }
    })
    const refused = await verification.api.post('/ingest', { key: over.key }, verification.signal)
    const { error, bytes, limitBytes } = refused.body ?? {}
    observed(
      'POST /ingest',
      `object of ${gibibyte + 1} bytes: ${refused.statusCode} ${error}, limitBytes ${limitBytes}`,
    )
    expect(
      refused.statusCode === 413 && error === 'TOO_LARGE' && bytes === gibibyte + 1 && limitBytes === gibibyte,
      `An object of 1 GiB and a byte was answered ${refused.statusCode} ${JSON.stringify(refused.body)}`,
    )
    const [absent] = await observer.stat(over.path)
    observed('the observer function', `/mnt/efs/${over.path}: ${absent!.type}`)
    expect(absent!.type === 'none', `Of the refused object there is a ${absent!.type} on EFS`)

    const copies = verification.largestBytes / partBytes
    const whole = passingObject(verification, 'inputs', 'large')
    await assembleObject(verification, whole.key, part.key, { copies })
    const outcome = await invokeWithEvent(verification, whole.key)
    observed('Lambda Invoke with an ObjectCreated event', `object of ${verification.largestBytes} bytes: ${outcome}`)
    const [state] = await observer.stat(whole.path)
    expect(
      state!.type === 'file',
      `The Producer did not copy an object of ${verification.largestBytes} bytes: ${outcome}`,
    )
    if (state!.type !== 'file') return
    const { sha256, file } = await observer.hash(whole.path)
    const expected = createHash('sha256')
    for (let index = 0; index < copies; index += 1) expected.update(content)
    observed('the observer function', `/mnt/efs/${whole.path}: ${file.size} bytes, SHA-256 ${sha256}`)
    if (verification.largestBytes < gibibyte)
      observed('this check', 'an object of a whole GiB was not tried in this run')
    expect(
      file.size === verification.largestBytes && sha256 === expected.digest('hex'),
      'The copy on EFS is not the object',
    )
  },
}

/**
 * Sends the event that S3 would send. It does not use the API, which gives up after 29 s, nor S3, whose notification is
 * the subject of 2.4.
 */
async function invokeWithEvent({ clients, system }: Verification, key: string): Promise<string> {
  const event = {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: system.region,
        eventTime: new Date().toISOString(),
        eventName: 'ObjectCreated:CompleteMultipartUpload',
        s3: { bucket: { name: system.bucketName }, object: { key: encodeURIComponent(key) } },
      },
    ],
  }
  const { Payload, FunctionError } = await clients.lambda.send(
    new InvokeCommand({ FunctionName: system.producer.functionName, Payload: JSON.stringify(event) }),
  )
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null')
  return FunctionError ? `${FunctionError}: ${answer?.errorMessage}` : JSON.stringify(answer)
}
