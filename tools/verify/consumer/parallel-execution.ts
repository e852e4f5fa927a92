import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { poll } from '../../command/poll.ts'
import type { Findings } from '../criterion.ts'
import type { Verification } from '../verification.ts'

/** When Lambda ran a request, by its own records, and in which environment: each has a log stream of its own. */
export interface Execution {
  readonly requestId: string
  readonly environment: string
  readonly startedAt: number
  readonly endedAt: number
}

/**
 * Joins requests of the Consumer with the platform.start and platform.report records of its log
 * (docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html). Logs arrive late on AWS: asked again until all
 * are there or the patience is over.
 */
export async function readExecutions(
  look: Verification,
  requestIds: readonly string[],
  since: Date,
): Promise<readonly Execution[]> {
  let executions: readonly Execution[] = []
  const complete = async () => {
    executions = (await currentExecutions(look, since)).filter(({ requestId }) => requestIds.includes(requestId))
    return executions.length >= requestIds.length || undefined
  }
  await poll(complete, look)
  return executions
}

/** The requests ran in two environments at least, and at the same time: the clients' clocks cannot tell that. */
export function mustOverlap(
  executions: readonly Execution[],
  requestIds: readonly string[],
  { saw, must }: Findings,
): void {
  const environments = new Set(executions.map(({ environment }) => environment)).size
  const atOnce = mostAtOnce(executions)
  saw(
    'CloudWatch Logs FilterLogEvents (platform.start, platform.report)',
    `${executions.length} of ${requestIds.length} requests, in ${environments} environments, up to ${atOnce} running at once`,
  )
  must(
    executions.length === requestIds.length,
    `The log has ${executions.length} of the ${requestIds.length} requests, so it cannot be said that they ran at once`,
  )
  must(environments >= 2, `One environment ran them all, one after another`)
  must(atOnce >= 2, 'They did not run at the same time')
}

/** How many were running at the moment at which most were. */
function mostAtOnce(executions: readonly Execution[]): number {
  const running = executions.map(
    ({ startedAt: moment }) =>
      executions.filter(({ startedAt, endedAt }) => startedAt <= moment && moment < endedAt).length,
  )
  return Math.max(0, ...running)
}

async function currentExecutions(look: Verification, since: Date): Promise<readonly Execution[]> {
  const started = new Map<string, number>()
  const ended: Execution[] = []
  const query = {
    logGroupName: look.system.consumer.logGroupName,
    filterPattern: '{ $.type = "platform.*" }',
    // A minute earlier: two machines' clocks.
    startTime: since.getTime() - 60_000,
  }
  for await (const { events = [] } of paginateFilterLogEvents({ client: look.clients.logs }, query)) {
    for (const { message, logStreamName } of events) {
      const { type, time, record } = JSON.parse(message!)
      const { requestId, metrics } = record
      if (type === 'platform.start') started.set(requestId, Date.parse(time))
      if (type !== 'platform.report') continue
      const startedAt = started.get(requestId) ?? Date.parse(time) - metrics.durationMs
      // The report is written when the environment is free again.
      ended.push({ requestId, environment: logStreamName!, startedAt, endedAt: startedAt + metrics.durationMs })
    }
  }
  return ended
}
