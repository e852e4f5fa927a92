import { HeadObjectCommand } from '@aws-sdk/client-s3'
import type { Criterion } from '../criterion.ts'
import { observeIfPossible } from '../observer/observer.ts'
import { logRecords } from '../producer/log-records.ts'
import { runAnswer } from './run-answer.ts'

export const predictStep: Criterion = {
  id: '6.2',
  claim: "The demonstration invokes the Consumer endpoint with the file identifier of the Producer's response.",
  builtIn: ['tools/exercise/exercise.ts'],
  shownIn: ['report.json', 'logs/consumer.ndjson', 's3/outputs.json'],
  check: async (verification, { observed, expect }) => {
    const run = verification.run()
    const { fileId } = runAnswer(run, 'ingest').body
    const { statusCode, requestId, body } = runAnswer(run, 'predict')
    observed('the run', `POST /predict: ${statusCode}, fileId ${body.fileId}, ${body.efsPath}, request ${requestId}`)
    expect(statusCode === 200, `The Consumer answered ${statusCode}, not 200`)
    expect(body.fileId === fileId, `The Consumer was asked for ${body.fileId}, the Producer had answered ${fileId}`)

    const records = await logRecords(
      verification,
      verification.system.consumer.logGroupName,
      new Date(run.startedAt),
      String(requestId),
    )
    observed('CloudWatch Logs FilterLogEvents', `the Consumer has ${records.length} lines of that request`)
    expect(
      records.some(record => record.fileId === fileId),
      `The Consumer's log of that request does not name ${fileId}`,
    )

    const name = `outputs/${fileId}.result`
    const archived = await verification.clients.s3.send(
      new HeadObjectCommand({ Bucket: verification.system.bucketName, Key: String(body.s3Key) }),
    )
    observed('S3 HeadObject', `s3://${verification.system.bucketName}/${body.s3Key}: ${archived.ContentLength} bytes`)
    expect(body.s3Key === name, `The archived result is ${body.s3Key}, not ${name}`)
    const { observer, blind } = await observeIfPossible(verification)
    if (!observer)
      return observed('the observer function', `cannot read EFS now (${blind}); judged by run, log and bucket`)
    const [result] = await observer.stat(name)
    observed('the observer function', `/mnt/efs/${name}: ${result!.type}, ${result!.size} bytes`)
    expect(result!.type === 'file', `There is no /mnt/efs/${name}`)
  },
}
