import type { LambdaFunction } from './function-model.ts'
import type { Account } from './operation.ts'

/** An asynchronous event that Lambda gives up. */
export interface FailedEvent {
  readonly requestId: string
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency'
  /** How often the function was called for it. */
  readonly invokeCount: number
  readonly payload: Uint8Array
  /** Of the last call; absent when there was none. */
  readonly response?: FailedResponse
}

export interface FailedResponse {
  readonly statusCode: number
  /** `Unhandled`, or the code with which Lambda itself refused. */
  readonly functionError: string
  /** What the function answered; nothing when it was not reached. */
  readonly payload?: Uint8Array
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#destinations-permissions */
const recordPrefix = 'aws/lambda/async/'

/** `aws/lambda/async/FUNCTION/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-UUID`, in UTC. */
export function recordKey({ functionName }: LambdaFunction, at: Date, uuid: string): string {
  const [date, time] = at.toISOString().slice(0, 19).split('T') as [string, string]
  return `${recordPrefix}${functionName}/${date.replaceAll('-', '/')}/${date}T${time.replaceAll(':', '.')}-${uuid}`
}

/** The record of version 1.0. Members for which nothing is known are left out. */
export function failureRecord(account: Account, { functionArn }: LambdaFunction, event: FailedEvent): object {
  const { requestId, condition, invokeCount, payload, response } = event
  return {
    version: '1.0',
    timestamp: account.now().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: invokeCount,
    },
    requestPayload: json(payload),
    ...(response && {
      responseContext: {
        statusCode: response.statusCode,
        executedVersion: '$LATEST',
        functionError: response.functionError,
      },
      responsePayload: response.payload ? json(response.payload) : null,
    }),
  }
}

function json(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'))
}
