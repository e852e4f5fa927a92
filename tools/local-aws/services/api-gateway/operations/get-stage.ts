import type { GetStageRequest, Stage } from '@aws-sdk/client-api-gateway'
import { describeStage } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const getStage: Operation<GetStageRequest, Stage> = {
  honours: ['restApiId', 'stageName'],
  permissions: onPath,
  run: (input, { account }) => describeStage(account.apiGateway.stage(input.restApiId!, input.stageName!)),
}
