import type { FunctionEventInvokeConfig, PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'
import { checkDestination } from './failure-destination.ts'
import type { LambdaFunction } from './function-model.ts'
import type { Account } from './operation.ts'

/**
 * Refuses a configuration that sets nothing. LocalStack, whose tests run on AWS, has the words:
 * https://github.com/localstack/localstack/blob/main/localstack-core/localstack/services/lambda_/provider.py
 */
export function checkSetsSomething(input: Partial<PutFunctionEventInvokeConfigRequest>): void {
  const { MaximumEventAgeInSeconds, MaximumRetryAttempts, DestinationConfig } = input
  if ((MaximumEventAgeInSeconds ?? MaximumRetryAttempts ?? DestinationConfig) !== undefined) return
  throw new AwsError(
    'InvalidParameterValueException',
    'You must specify at least one of error handling or destination setting.',
  )
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export function eventInvokeConfig(
  account: Account,
  lambdaFunction: LambdaFunction,
  input: Partial<PutFunctionEventInvokeConfigRequest>,
): FunctionEventInvokeConfig {
  const { MaximumEventAgeInSeconds: age, MaximumRetryAttempts: attempts, DestinationConfig } = input
  const onFailure = DestinationConfig?.OnFailure?.Destination
  const onSuccess = DestinationConfig?.OnSuccess?.Destination
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
