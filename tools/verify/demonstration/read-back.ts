import { createHash } from 'node:crypto'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import type { Criterion } from '../criterion.ts'
import { observeIfPossible } from '../observer/observer.ts'
import { logRecords } from '../producer/log-records.ts'
import { runAnswer } from './run-answer.ts'

export const readBack: Criterion = {
  id: '6.3',
  claim: 'The demonstration verifies that the data written by the Producer is what the Consumer read.',
  builtIn: ['tools/exercise/exercise.ts', 'tools/evidence/producer-log.ts', 'tools/demo/check-report.ts'],
  shownIn: ['report.json'],
  check: async (verification, { observed, expect }) => {
    const run = verification.run()
    const ingested = runAnswer(run, 'ingest')
    const read = String(runAnswer(run, 'predict').body.inputSha256)
    const { logGroupName } = verification.system.producer
    const records = await logRecords(verification, logGroupName, new Date(run.startedAt), String(ingested.requestId))
    const written = records.find(({ sha256 }) => sha256 !== undefined)?.sha256
    const { observer, blind } = await observeIfPossible(verification)
    const onEfs = (await observer?.hash(`inputs/${ingested.body.fileId}`))?.sha256
    const Key = run.exercise.sample.key
    const { Body } = await verification.clients.s3.send(
      new GetObjectCommand({ Bucket: verification.system.bucketName, Key }),
    )
    const inBucket = createHash('sha256')
      .update(await Body!.transformToByteArray())
      .digest('hex')
    observed("the Producer's log", `wrote SHA-256 ${written}`)
    observed('POST /predict', `the Consumer read SHA-256 ${read}`)
    observed(
      'the observer function',
      observer
        ? `${ingested.body.efsPath}: SHA-256 ${onEfs}`
        : `cannot read EFS now (${blind}); judged by log, answer and bucket`,
    )
    observed('S3 GetObject', `${Key}: SHA-256 ${inBucket}`)
    expect(written === read, `The Producer wrote ${written}, the Consumer read ${read}`)
    expect(!observer || onEfs === read, `The file on EFS is ${onEfs}`)
    expect(inBucket === read && run.exercise.inputSha256.given === read, `The object in the bucket is ${inBucket}`)
    const { sharedState } = JSON.parse(String(verification.bundled('report.json')))
    expect(
      sharedState.equal === true && sharedState.producerSha256 === written && sharedState.consumerSha256 === read,
      `report.json says ${JSON.stringify(sharedState)}`,
    )
  },
}
