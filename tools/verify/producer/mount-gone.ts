import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import type { Criterion } from '../criterion.ts'
import { logRecords } from './log-records.ts'
import { ingestWithoutMount } from './ingest-without-mount.ts'

export const mountGone: Criterion = {
  id: '2.9',
  claim: 'Without its EFS mount the Producer answers 500 and logs JSON with requestId, fileId and stage "write".',
  builtIn: ['functions/producer/handler.ts', 'functions/failure', 'functions/log'],
  shownIn: [],
  check: async (verification, { observed, expect }) => {
    const { producer } = verification.system
    if (verification.leftBefore.has(producer.functionName)) {
      observed('Lambda UpdateFunctionConfiguration', 'restored the changes of a verification that was killed')
    }
    const since = new Date()
    const { object, answer, again, hadMount } = await ingestWithoutMount(verification)
    const call = hadMount
      ? 'Lambda UpdateFunctionConfiguration (FileSystemConfigs [], restored afterwards), POST /ingest'
      : 'POST /ingest'
    const requestId = answer.headers.get('x-request-id')
    observed(
      call,
      `${hadMount ? '' : 'the Producer had no mount before; '}${answer.statusCode} ${answer.json?.error}, request ${requestId}`,
    )
    expect(
      answer.statusCode === 500 && answer.json?.error === 'EFS_UNAVAILABLE',
      `Without its mount the Producer answered ${answer.statusCode} ${answer.text}`,
    )
    if (requestId) {
      const records = await logRecords(verification, producer.logGroupName, since, requestId)
      const record = records.find(({ error, outcome }) => error === 'EFS_UNAVAILABLE' || outcome === 'EFS_UNAVAILABLE')
      const { requestId: logged, fileId, stage } = record ?? {}
      observed('CloudWatch Logs FilterLogEvents', JSON.stringify({ requestId: logged, fileId, stage }))
      expect(logged === requestId, 'No line of the log is about this failure')
      expect(fileId === object.fileId, `The line has the fileId ${fileId}, not ${object.fileId}`)
      expect(stage === 'write', `The line has the stage ${stage}, not write`)
    }
    // Not part of this claim: how the Producer works again with its old configuration.
    if (again) observed('POST /ingest', `with the mount again: ${again.statusCode} ${again.json?.error ?? ''}`.trim())
    const { FileSystemConfigs = [] } = await verification.clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: producer.functionName }),
    )
    const mounts = FileSystemConfigs.map(({ Arn, LocalMountPath }) => `${Arn} at ${LocalMountPath}`)
    observed('Lambda GetFunctionConfiguration', `afterwards the Producer mounts ${mounts.join(', ') || 'nothing'}`)
    expect(hadMount === FileSystemConfigs.length > 0, 'The mount was not restored')
  },
}
