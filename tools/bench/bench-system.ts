import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { AwsClients } from '../command/aws-clients.ts'
import { functionUpdated } from '../command/function-settled.ts'
import { type LocalAwsChoices, startLocalAwsProcess } from '../demo/local-aws-process.ts'
import { deploy } from '../deploy/deploy.ts'
import type { BenchOptions } from './bench-table.ts'

/** The answer to one call of a function, and Lambda's report of the call. */
export interface FunctionCall {
  readonly statusCode: number
  readonly body: Record<string, unknown>
  /** The handler's run, on Lambda's own clock. */
  readonly durationMs: number
  /** The init phase, on Lambda's own clock. Only for a new environment. */
  readonly initMs: number | undefined
  /** The peak memory of the whole environment. */
  readonly memoryMiB: number
}

/** The system, deployed on a local AWS of its own. */
export interface BenchSystem {
  readonly endpoint: string
  readonly environment: Readonly<Record<string, string>>
  readonly bucketName: string
  readonly s3: S3Client
  call(name: 'producer' | 'consumer', body: object): Promise<FunctionCall>
  /** Retires the environments, so that the function's next call gets a new one. */
  renew(name: 'producer' | 'consumer'): Promise<void>
  stop(): Promise<void>
}

const prefix = 'bench'

/** Starts a local AWS, to which this process connects until it is stopped, and deploys there. */
export async function startBenchSystem(
  choices: LocalAwsChoices,
  { progress, signal }: BenchOptions,
  parameters: Readonly<Record<string, string>> = {},
): Promise<BenchSystem> {
  const aws = await startLocalAwsProcess(choices, line => progress.detail(`local AWS: ${line}`))
  try {
    Object.assign(process.env, aws.environment)
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name]
    progress.status('deploying on a local AWS')
    const { outputs, region } = await deploy({ prefix, parameters, signal })
    const own = { region, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' as const }
    const clients = new AwsClients(own, signal)
    const lambda = clients.get(LambdaClient)
    return {
      ...aws,
      bucketName: outputs.BucketName!,
      s3: clients.get(S3Client),
      call: (name, body) => call(lambda, `${prefix}-${name}`, name === 'producer' ? '/ingest' : '/predict', body),
      renew: name => renew(lambda, `${prefix}-${name}`),
      async stop() {
        clients[Symbol.dispose]()
        await aws.stop()
      },
    }
  } catch (error) {
    await aws.stop()
    throw error
  }
}

async function call(lambda: LambdaClient, FunctionName: string, resource: string, body: object): Promise<FunctionCall> {
  const event = { httpMethod: 'POST', resource, path: resource, body: JSON.stringify(body) }
  const command = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)), LogType: 'Tail' })
  const { Payload, LogResult, FunctionError } = await lambda.send(command)
  const payload = Buffer.from(Payload ?? []).toString()
  if (FunctionError) throw new Error(`${FunctionName} failed: ${payload}`)
  const answer = JSON.parse(payload) as { statusCode: number; body: string }
  if (answer.statusCode >= 300) throw new Error(`${FunctionName} answered ${answer.statusCode}: ${answer.body}`)
  const log = Buffer.from(LogResult ?? '', 'base64').toString()
  return { statusCode: answer.statusCode, body: JSON.parse(answer.body), ...reported(log) }
}

// A changed variable retires every environment.
async function renew(lambda: LambdaClient, FunctionName: string): Promise<void> {
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
  const Variables = { ...Environment?.Variables, BENCH_NONCE: String(performance.now()) }
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
  await functionUpdated(lambda, FunctionName)
}

// The last lines of the log have Lambda's report, as platform.report (docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html).
function reported(log: string): Pick<FunctionCall, 'durationMs' | 'initMs' | 'memoryMiB'> {
  for (const line of log.split('\n').reverse()) {
    if (!line.includes('"platform.report"')) continue
    const { metrics } = JSON.parse(line).record
    return { durationMs: metrics.durationMs, initMs: metrics.initDurationMs, memoryMiB: metrics.maxMemoryUsedMB }
  }
  throw new Error(`Lambda's report is not in the log: ${log}`)
}
