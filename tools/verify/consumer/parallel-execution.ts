import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { poll } from '../../command/poll.ts'
import type { Findings } from '../criterion.ts'
import type { Verification } from '../verification.ts'

/** When and in which environment Lambda ran a request, from its own records. Each environment has a log stream. */
export interface Execution {
  readonly requestId: string
  readonly environment: string
  readonly startedAt: number
  readonly endedAt: number
}

/**
 * Joins requests of the Consumer with the platform.start and platform.report records of its log
 * (docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html). Logs arrive late on AWS, so this asks again
 * until all records are there or the patience ends.
 */
export async function readExecutions(
  verification: Verification,
  requestIds: readonly string[],
  since: Date,
): Promise<readonly Execution[]> {
  let executions: readonly Execution[] = []
  const complete = async () => {
    executions = (await currentExecutions(verification, since)).filter(({ requestId }) =>
      requestIds.includes(requestId),
    )
    return executions.length >= requestIds.length || undefined
  }
  await poll(complete, verification)
  return executions
}

/**
 * Requires that the requests ran in two environments or more, and at the same time. The clients' clocks cannot show
 * that.
 */
export function mustOverlap(
  executions: readonly Execution[],
  requestIds: readonly string[],
  { observed, expect }: Findings,
): void {
  const environments = new Set(executions.map(({ environment }) => environment)).size
  const atOnce = mostAtOnce(executions)
  observed(
    'CloudWatch Logs FilterLogEvents (platform.start, platform.report)',
    `${executions.length} of ${requestIds.length} requests, in ${environments} environments, up to ${atOnce} running at once`,
  )
  expect(
    executions.length === requestIds.length,
    `The log has ${executions.length} of the ${requestIds.length} requests, so it cannot be said that they ran at once`,
  )
  expect(environments >= 2, `One environment ran them all, one after another`)
  expect(atOnce >= 2, 'They did not run at the same time')
}

/** Counts how many ran at the busiest moment. */
function mostAtOnce(executions: readonly Execution[]): number {
  const running = executions.map(
    ({ startedAt: moment }) =>
      executions.filter(({ startedAt, endedAt }) => startedAt <= moment && moment < endedAt).length,
  )
  return Math.max(0, ...running)
}

async function currentExecutions(verification: Verification, since: Date): Promise<readonly Execution[]> {
  const started = new Map<string, number>()
  const ended: Execution[] = []
  const query = {
    logGroupName: verification.system.consumer.logGroupName,
    filterPattern: '{ $.type = "platform.*" }',
    // A minute earlier, because two machines' clocks differ.
    startTime: since.getTime() - 60_000,
  }
  for await (const { events = [] } of paginateFilterLogEvents({ client: verification.clients.logs }, query)) {
    for (const { message, logStreamName } of events) {
      const { type, time, record } = JSON.parse(message!)
      const { requestId, metrics } = record
      if (type === 'platform.start') started.set(requestId, Date.parse(time))
      if (type !== 'platform.report') continue
      const startedAt = started.get(requestId) ?? Date.parse(time) - metrics.durationMs
      // Lambda writes the report when the environment is free again.
      ended.push({ requestId, environment: logStreamName!, startedAt, endedAt: startedAt + metrics.durationMs })
    }
  }
  return ended
}
