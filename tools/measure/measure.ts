import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { connectToAws } from '../command/aws-connection.ts'
import { type Progress, silent } from '../command/progress.ts'
import { elapsed } from '../command/elapsed.ts'
import { openApi } from '../exercise/deployed-api.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { measureColdStarts } from './cold-starts.ts'
import type { Invocation } from './invocation.ts'
import { measureParallelCalls } from './parallel-calls.ts'
import { readPlatformReports, withReport } from './platform-reports.ts'
import type { PredictRequest } from './predict-once.ts'
import { measureWarmCalls } from './warm-calls.ts'
import { timedStatus } from './timed-status.ts'

export interface MeasureOptions {
  readonly coldSamples: number
  readonly warmSamples: number
  readonly concurrency: number
  readonly progress?: Progress
  readonly signal?: AbortSignal
}

export interface Measurements {
  readonly invocations: readonly Invocation[]
  readonly concurrency: number
  readonly parallelWallMs: number
}

/** Measures /predict cold, then warm, then in parallel, and joins each call with Lambda's own report of it. */
export async function measure(
  system: DeployedSystem,
  request: PredictRequest,
  options: MeasureOptions,
): Promise<Measurements> {
  const { coldSamples, warmSamples, concurrency, progress = silent, signal } = options
  using connection = await connectToAws({ region: system.region, signal })
  const lambda = connection.clients.get(LambdaClient)
  const logs = connection.clients.get(CloudWatchLogsClient)
  const api = openApi(system, connection)
  const since = new Date()
  const startedAt = performance.now()
  const status = timedStatus(progress.status, startedAt)
  try {
    const { functionName, logGroupName } = system.consumer
    progress.step(`Measure ${coldSamples} cold starts of /predict, each forced by a configuration update`)
    const cold = await measureColdStarts(lambda, api, functionName, request, { samples: coldSamples, status, signal })
    progress.step(`Measure ${warmSamples} warm calls of /predict, one after another`)
    const warm = await measureWarmCalls(api, request, { samples: warmSamples, status, signal })
    progress.step(`Measure ${concurrency} calls of /predict at once, on the same model`)
    const { invocations: parallel, wallMs } = await measureParallelCalls(api, request, { concurrency, signal })
    const invocations = [...cold, ...warm, ...parallel]
    const requestIds = invocations.flatMap(({ requestId }) => requestId ?? [])
    status(`waiting for Lambda's own reports of ${requestIds.length} calls`)
    const reports = await readPlatformReports(logs, logGroupName, requestIds, { since, signal })
    status('')
    progress.detail(`measured in ${elapsed(startedAt)}`)
    return {
      invocations: invocations.map(invocation => withReport(invocation, reports)),
      concurrency,
      parallelWallMs: wallMs,
    }
  } finally {
    api.close()
  }
}
