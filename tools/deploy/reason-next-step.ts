/** Returns the next step for a reason of CloudFormation, if the reason is known. */
export function nextStepFor(reason: string): string | undefined {
  return nextSteps.find(([pattern]) => pattern.test(reason))?.[1]
}

const nextSteps: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /OperationAborted|conflicting conditional operation/i,
    'S3 has not yet freed the name of a deleted bucket: deploy again in some minutes, or use another --prefix.',
  ],
  [
    /already exists|already owned|BucketAlreadyExists/i,
    'Something else has that name. Use another --prefix, or remove leftovers of an earlier deployment: `npm run destroy`.',
  ],
  [
    /not authorized|AccessDenied|access denied|UnauthorizedOperation/i,
    'Allow that action to the credentials in use, or give --role-arn a CloudFormation service role that may do it.',
  ],
  [
    /ReservedConcurrentExecutions|UnreservedConcurrentExecution|MemorySize.*(smaller|less) than or equal/i,
    "The account's Lambda quota is lower than requested: lower the parameter, or raise the quota in Service Quotas.",
  ],
  [
    /CloudWatch Logs role ARN must be set/i,
    'Set the CloudWatch role of API Gateway in this Region once, or deploy with --parameter EnableApiLogs=false.',
  ],
  [
    /limit exceeded|LimitExceeded|maximum number of|quota/i,
    'A quota of the account is used up: remove what is not needed, or raise it in Service Quotas.',
  ],
  [
    /cannot be deleted.*not empty|BucketNotEmpty|bucket.*not empty/i,
    'Empty the bucket and remove the stack: `npm run destroy`.',
  ],
]
