import type { GetStagesRequest, Stages } from '@aws-sdk/client-api-gateway'
import { describeStage } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const getStages: Operation<GetStagesRequest, Stages> = {
  honours: ['deploymentId', 'restApiId'],
  permissions: onPath,
  run: (input, { account }) => ({
    item: [...account.apiGateway.api(input.restApiId!).stages.values()]
      .filter(stage => !input.deploymentId || stage.deploymentId === input.deploymentId)
      .map(describeStage),
  }),
}
