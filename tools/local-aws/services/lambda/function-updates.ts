import { randomUUID } from 'node:crypto'
import { AwsError } from '../../aws-error.ts'
import type { LambdaFunction } from './function-model.ts'
import { settlesWhenDescribed } from './function-states.ts'
import type { Account } from './operation.ts'

/** @throws AwsError ResourceConflictException */
export function refuseWhilePending({ state }: LambdaFunction): void {
  if (state !== 'Pending') return
  throw new AwsError(
    'ResourceConflictException',
    `The operation cannot be performed at this time. The function is currently in the following state: Pending`,
    409,
  )
}

/** @throws AwsError ResourceConflictException */
export function refuseDuringUpdate(lambdaFunction: LambdaFunction): void {
  refuseWhilePending(lambdaFunction)
  const { functionArn, lastUpdateStatus } = lambdaFunction
  if (lastUpdateStatus !== 'InProgress') return
  throw new AwsError(
    'ResourceConflictException',
    `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn}`,
    409,
  )
}

/** @throws AwsError PreconditionFailedException */
export function refuseOtherRevision({ revisionId }: LambdaFunction, asked: string | undefined): void {
  if (!asked || asked === revisionId) return
  throw new AwsError(
    'PreconditionFailedException',
    'The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId',
    412,
  )
}

/** Marks the earlier environments, which then take no more calls. */
export function beginUpdate(account: Account, lambdaFunction: LambdaFunction): void {
  lambdaFunction.generation += 1
  lambdaFunction.lastModified = account.now()
  lambdaFunction.revisionId = randomUUID()
  lambdaFunction.lastUpdateStatus = 'InProgress'
  settlesWhenDescribed(lambdaFunction, account.lambda.pool.retireIdle(lambdaFunction))
}
