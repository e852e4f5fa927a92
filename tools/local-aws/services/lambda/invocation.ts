/** A service principal that invokes on behalf of a resource: S3 for a bucket, API Gateway for a method. */
export interface ServiceInvoker {
  readonly service: 's3.amazonaws.com' | 'apigateway.amazonaws.com'
  readonly sourceArn: string
  readonly sourceAccount: string
}

export interface InvocationRequest {
  /** Name or ARN. */
  readonly functionName: string
  readonly payload: Uint8Array
  readonly invocationType: 'RequestResponse' | 'Event'
  /** The request ID of the invoking call, which also appears in the function's log. Default: a new one. */
  readonly requestId?: string
  /** The value of `context.clientContext` in the function: JSON. */
  readonly clientContext?: string | undefined
  /** Checked against the function's resource policy. Missing if IAM has already allowed the caller (the Invoke API). */
  readonly invoker?: ServiceInvoker
}

export interface InvocationResult {
  /** 200, or 202 for events. */
  readonly statusCode: number
  readonly executedVersion: string
  readonly requestId: string
  readonly payload?: Uint8Array
  readonly functionError?: 'Handled' | 'Unhandled'
  /** The last 4 KiB of the log, as `LogType: Tail` returns it. */
  readonly logTail: string
}
