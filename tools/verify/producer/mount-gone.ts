import {
  type FileSystemConfig,
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import type { Criterion } from '../criterion.ts'
import { passingObject } from '../observer/passing-object.ts'
import type { Verification } from '../verification.ts'
import { logRecords } from './log-records.ts'

export const mountGone: Criterion = {
  id: '2.9',
  claim: 'Without its EFS mount the Producer answers 500 and logs JSON with requestId, fileId and stage "write".',
  builtIn: ['functions/producer/handler.ts', 'functions/failure', 'functions/log'],
  shownIn: ['requirements.json'],
  check: async (look, { saw, must }) => {
    const FunctionName = look.system.producer.functionName
    const { lambda } = look.clients
    const { FileSystemConfigs = [] } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    must(FileSystemConfigs.length > 0, 'The Producer had no mount that could be taken away')
    const object = await passingObject(look, 'inputs', 'mount-gone')
    const ingest = () => look.api.post('/ingest', { key: object.key, data: 'nowhere to go' }, look.signal)
    const since = new Date()
    try {
      await mount(look, FunctionName, [])
      const answer = await ingest()
      saw(
        'Lambda UpdateFunctionConfiguration (FileSystemConfigs [], put back afterwards), POST /ingest',
        `${answer.statusCode} ${answer.body?.error}, request ${answer.requestId}`,
      )
      must(
        answer.statusCode === 500 && answer.body?.error === 'EFS_UNAVAILABLE',
        `Without its mount the Producer answered ${answer.statusCode} ${JSON.stringify(answer.body)}`,
      )
      const records = await logRecords(look, look.system.producer.logGroupName, since, answer.requestId!)
      const record = records.find(({ error, outcome }) => error === 'EFS_UNAVAILABLE' || outcome === 'EFS_UNAVAILABLE')
      const { requestId, fileId, stage } = record ?? {}
      saw('CloudWatch Logs FilterLogEvents', JSON.stringify({ requestId, fileId, stage }))
      must(requestId === answer.requestId, 'No line of the log is about this failure')
      must(fileId === object.fileId, `The line has the fileId ${fileId}, not ${object.fileId}`)
      must(stage === 'write', `The line has the stage ${stage}, not write`)
    } finally {
      // Whatever happened, Ctrl-C too: the deployment is left as it was.
      await mount(look, FunctionName, FileSystemConfigs)
    }
    const back = await ingest()
    saw('POST /ingest', `with the mount again: ${back.statusCode}`)
    must(back.statusCode === 201 || back.statusCode === 200, `With its mount the Producer answers ${back.statusCode}`)
  },
}

async function mount(
  { clients: { lambda: client } }: Verification,
  FunctionName: string,
  configs: readonly FileSystemConfig[],
): Promise<void> {
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, FileSystemConfigs: [...configs] }))
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 300, minDelay: 1, maxDelay: 5 }, { FunctionName })
}
