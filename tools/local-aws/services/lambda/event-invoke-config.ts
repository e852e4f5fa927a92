import type { FunctionEventInvokeConfig, PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import type { Account } from '../../account.ts'
import { AwsError } from '../../aws-error.ts'
import type { LambdaFunction } from './function-model.ts'

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export function eventInvokeConfig(
  account: Account,
  { functionArn }: LambdaFunction,
  input: Partial<PutFunctionEventInvokeConfigRequest>,
): FunctionEventInvokeConfig {
  const { MaximumEventAgeInSeconds: age, MaximumRetryAttempts: attempts, DestinationConfig } = input
  if (DestinationConfig?.OnFailure?.Destination || DestinationConfig?.OnSuccess?.Destination) {
    throw new AwsError('NotImplemented', 'The local AWS has no destinations of asynchronous invocations.', 501)
  }
  const outside = (value: number | undefined, min: number, max: number) =>
    value !== undefined && (value < min || value > max)
  if (outside(age, 60, 21_600) || outside(attempts, 0, 2)) {
    throw new AwsError(
      'ValidationException',
      `MaximumEventAgeInSeconds is 60 to 21600 and MaximumRetryAttempts 0 to 2, got ${age} and ${attempts}`,
    )
  }
  return {
    FunctionArn: `${functionArn}:$LATEST`,
    LastModified: account.now(),
    ...(age !== undefined && { MaximumEventAgeInSeconds: age }),
    ...(attempts !== undefined && { MaximumRetryAttempts: attempts }),
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
  }
}
