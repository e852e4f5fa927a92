import { HeadObjectCommand } from '@aws-sdk/client-s3'
import type { Criterion } from '../criterion.ts'
import { observeIfPossible } from '../observer/observer.ts'
import { logRecords } from '../producer/log-records.ts'
import { runAnswer } from './run-answer.ts'

export const ingestStep: Criterion = {
  id: '6.1',
  claim: 'The demonstration invokes the Producer endpoint with sample data and captures the response.',
  builtIn: ['tools/exercise/exercise.ts'],
  shownIn: ['report.json', 'logs/producer.ndjson'],
  check: async (verification, { observed, expect }) => {
    const run = verification.run()
    const { statusCode, requestId, body } = runAnswer(run, 'ingest')
    observed('the run', `POST /ingest: ${statusCode} ${JSON.stringify(body)}, request ${requestId}`)
    expect(statusCode === 201, `The Producer answered ${statusCode}, not 201`)
    expect(body.key === run.exercise.sample.key, `It answered for ${body.key}, not ${run.exercise.sample.key}`)
    const captured = JSON.parse(String(verification.bundled('report.json'))).ingest.created
    expect(JSON.stringify(captured) === JSON.stringify(body), 'report.json has another answer')

    const records = await logRecords(
      verification,
      verification.system.producer.logGroupName,
      new Date(run.startedAt),
      String(requestId),
    )
    const closing = records.find(({ outcome }) => outcome !== undefined)
    observed('CloudWatch Logs FilterLogEvents', `the Producer says of it: ${closing?.outcome} ${closing?.fileId}`)
    expect(closing?.fileId === body.fileId, `The Producer's log has ${closing?.fileId} for that request`)

    const object = await verification.clients.s3.send(
      new HeadObjectCommand({ Bucket: verification.system.bucketName, Key: run.exercise.sample.key }),
    )
    observed('S3 HeadObject', `${run.exercise.sample.key}: ${object.ContentLength} bytes`)
    expect(
      body.bytes === object.ContentLength,
      `The object has ${object.ContentLength} bytes, the answer ${body.bytes}`,
    )
    const { observer, blind } = await observeIfPossible(verification)
    if (!observer)
      return observed('the observer function', `cannot read EFS now (${blind}); judged by run, log and bucket`)
    const [copy] = await observer.stat(`inputs/${body.fileId}`)
    observed('the observer function', `${body.efsPath}: ${copy!.type}, ${copy!.size} bytes`)
    expect(copy!.type === 'file' && copy!.size === body.bytes, `${body.efsPath} is not a file of ${body.bytes} bytes`)
  },
}
