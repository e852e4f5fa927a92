import { createHash } from 'node:crypto'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import type { Criterion } from '../criterion.ts'
import { observe } from '../observer/observer.ts'
import { predictions } from './predictions.ts'

export const archivedResult: Criterion = {
  id: '3.5',
  claim: 'On request the Consumer archives the result to s3://<bucket>/outputs/{fileId}.result.',
  builtIn: ['functions/consumer/predict.ts'],
  shownIn: ['s3/outputs.json', 's3/outputs.png'],
  check: async (verification, { observed, expect }) => {
    const { s3 } = verification.clients
    const Bucket = verification.system.bucketName
    const { first, second, model } = await predictions(verification)
    const unasked = `outputs/${second.input.fileId}.result`
    expect(!('s3Key' in second.answer.body), 'Without archive there is an s3Key')
    const status = await s3.send(new HeadObjectCommand({ Bucket, Key: unasked })).then(
      ({ $metadata }) => $metadata.httpStatusCode,
      error => error.$metadata?.httpStatusCode,
    )
    observed('S3 HeadObject', `without archive, s3://${Bucket}/${unasked}: ${status}`)
    expect(status === 404, `Without archive ${unasked} is in the bucket: ${status}`)

    const { fileId } = first.input
    const answer = await verification.api.post('/predict', { fileId, model, archive: true }, verification.signal)
    const Key = `outputs/${fileId}.result`
    const archived = answer.body?.s3Key ?? answer.body?.error
    observed('POST /predict with archive', `${answer.statusCode}, s3Key ${archived}`)
    expect(
      answer.statusCode === 200,
      `With archive it was answered ${answer.statusCode} ${JSON.stringify(answer.body)}`,
    )
    if (answer.statusCode !== 200) return
    expect(answer.body.s3Key === Key, `The answer has the s3Key ${answer.body.s3Key}`)
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
    const inBucket = createHash('sha256')
      .update(await Body!.transformToByteArray())
      .digest('hex')
    const { sha256 } = await (await observe(verification)).hash(Key)
    observed('S3 GetObject', `s3://${Bucket}/${Key}: SHA-256 ${inBucket}`)
    observed('the observer function', `/mnt/efs/${Key}: SHA-256 ${sha256}`)
    expect(inBucket === sha256, 'The archived result is not the one on EFS')
  },
}
