import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { S3Client } from '@aws-sdk/client-s3'
import { connectToAws } from '../command/aws-connection.ts'
import type { Progress } from '../command/progress.ts'
import { deploy } from '../deploy/deploy.ts'
import { digitSamples, modelFile } from '../exercise/digits.ts'
import type { ApiClient } from '../exercise/api-client.ts'
import { openApi } from '../exercise/deployed-api.ts'
import { waitForModel } from '../exercise/wait-for-model.ts'
import { followLogs } from './follow-logs.ts'
import { LogLines } from './log-lines.ts'
import { startPageServer } from './page-server.ts'
import { putModel } from './put-model.ts'
import { watchFunctions } from './watch-functions.ts'

export interface LocalDeploymentOptions {
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Whether a function is updated when one of its sources is saved. */
  readonly watch: boolean
  /** Prints log events as JSON in place of lines for people. */
  readonly json: boolean
  readonly pagePort: number
  /** Receives the functions' log, line by line. */
  readonly print: (line: string) => void
  /** Called with the page's address when everything is running. */
  readonly ready: (pageAddress: string) => void
}

/**
 * Deploys to the AWS that the environment variables select, uploads the digits model, serves the page and follows the
 * logs until the signal aborts.
 */
export async function runLocalDeployment(options: LocalDeploymentOptions): Promise<void> {
  const { progress, signal, print } = options
  const startedAt = new Date()
  const deployment = await deploy({ progress, signal })
  const { BucketName: bucket, ...outputs } = deployment.outputs
  using connection = await connectToAws({ signal })
  const s3 = connection.clients.get(S3Client)
  progress.step(`Putting the model digits into the bucket ${bucket}`)
  const model = await readFile(modelFile)
  await putModel(s3, bucket!, 'digits.onnx', Readable.from([model]), model.length)
  await predictOnce(openApi(deployment, connection), signal)

  const page = await startPageServer({
    apiUrl: deployment.apiUrl,
    port: options.pagePort,
    putModel: (name, content, bytes) => putModel(s3, bucket!, name, content, bytes),
  })
  try {
    const watching = options.watch
      ? await watchFunctions({
          connection,
          artifactsBucket: deployment.artifacts.bucket,
          functionNames: { producer: outputs.ProducerFunctionName!, consumer: outputs.ConsumerFunctionName! },
          signal,
          report: sentence => progress.step(sentence),
        })
      : undefined
    options.ready(page.address)
    const lines = new LogLines()
    const following = followLogs(connection.clients.get(CloudWatchLogsClient), {
      groups: { producer: outputs.ProducerLogGroupName!, consumer: outputs.ConsumerLogGroupName! },
      since: startedAt,
      signal,
      receive: event => {
        if (options.json) print(event.message.trimEnd())
        else for (const line of lines.linesOf(event)) print(line)
      },
    })
    await Promise.all([following, watching?.ended])
  } finally {
    await page.close()
  }
}

/** After this call the user's first prediction finds the model and a running environment. */
async function predictOnce(api: ApiClient, signal: AbortSignal): Promise<void> {
  try {
    const [sample] = await digitSamples()
    const { body } = await api.post('/ingest', { key: sample!.key, data: String(sample!.body) }, signal)
    await waitForModel(api, { fileId: body.fileId, model: 'digits' }, signal)
  } finally {
    api.close()
  }
}
