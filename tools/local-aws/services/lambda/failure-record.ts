import type { LambdaFunction } from './function-model.ts'
import type { Account } from './operation.ts'

/** An asynchronous event that Lambda has given up. */
export interface FailedEvent {
  readonly requestId: string
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency'
  /** The number of calls of the function for this event. */
  readonly invokeCount: number
  readonly payload: Uint8Array
  /** The answer of the last call. Missing if there was no call. */
  readonly response?: FailedResponse
}

export interface FailedResponse {
  readonly statusCode: number
  /** `Unhandled`, or the error code of Lambda itself. */
  readonly functionError: string
  /** The function's answer. Missing if the function was not reached. */
  readonly payload?: Uint8Array
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#destinations-permissions */
const recordPrefix = 'aws/lambda/async/'

/** `aws/lambda/async/FUNCTION/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-UUID`, in UTC. */
export function recordKey({ functionName }: LambdaFunction, at: Date, uuid: string): string {
  const [date, time] = at.toISOString().slice(0, 19).split('T') as [string, string]
  return `${recordPrefix}${functionName}/${date.replaceAll('-', '/')}/${date}T${time.replaceAll(':', '.')}-${uuid}`
}

/** The record of version 1.0. Unknown members are left out. */
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
