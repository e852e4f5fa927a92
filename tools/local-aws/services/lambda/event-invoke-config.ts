import type { FunctionEventInvokeConfig, PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'
import { checkDestination } from './failure-destination.ts'
import type { LambdaFunction } from './function-model.ts'
import type { Account } from './operation.ts'

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export function eventInvokeConfig(
  account: Account,
  lambdaFunction: LambdaFunction,
  input: Partial<PutFunctionEventInvokeConfigRequest>,
): FunctionEventInvokeConfig {
  const { MaximumEventAgeInSeconds: age, MaximumRetryAttempts: attempts, DestinationConfig } = input
  const onFailure = DestinationConfig?.OnFailure?.Destination
  const onSuccess = DestinationConfig?.OnSuccess?.Destination
  const outside = (value: number | undefined, min: number, max: number) =>
    value !== undefined && (value < min || value > max)
  if (outside(age, 60, 21_600) || outside(attempts, 0, 2)) {
    throw new AwsError(
      'ValidationException',
      `MaximumEventAgeInSeconds is 60 to 21600 and MaximumRetryAttempts 0 to 2, got ${age} and ${attempts}`,
    )
  }
  // "S3 buckets are supported only for on-failure destinations."
  if (onSuccess?.includes(':s3:::')) {
    throw new AwsError(
      'InvalidParameterValueException',
      `The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=${onSuccess}), onFailure=${onFailure ? `OnFailure(destination=${onFailure})` : 'null'}) is invalid.`,
    )
  }
  for (const destination of [onSuccess, onFailure]) {
    if (destination) checkDestination(account, lambdaFunction, destination)
  }
  return {
    FunctionArn: `${lambdaFunction.functionArn}:$LATEST`,
    LastModified: account.now(),
    MaximumEventAgeInSeconds: age,
    MaximumRetryAttempts: attempts,
    DestinationConfig: { OnSuccess: {}, OnFailure: onFailure ? { Destination: onFailure } : {} },
  }
}
