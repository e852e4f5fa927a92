import type { CreateStageRequest, Stage } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../../../operation.ts'
import { describeStage } from '../descriptions.ts'
import { onPath } from '../permissions.ts'

export const createStage: Operation<CreateStageRequest, Stage> = {
  permissions: onPath,
  run: (input, { account }) => {
    const api = account.apiGateway.api(input.restApiId!)
    const stageName = input.stageName!
    if (!/^\w+$/.test(stageName)) {
      throw new AwsError('BadRequestException', 'Stage name only allows a-zA-Z0-9_')
    }
    if (api.stages.has(stageName)) throw new AwsError('ConflictException', 'Stage already exists', 409)
    if (input.cacheClusterEnabled || input.canarySettings) {
      throw new AwsError('NotImplemented', 'The local AWS has no cache clusters and no canaries.', 501)
    }
    const stage = {
      stageName,
      deploymentId: account.apiGateway.deployment(api.id, input.deploymentId!).id,
      ...(input.description !== undefined && { description: input.description }),
      createdDate: account.now(),
      lastUpdatedDate: account.now(),
      methodSettings: {},
      variables: { ...input.variables },
      tracingEnabled: input.tracingEnabled ?? false,
      tags: { ...input.tags },
    }
    api.stages.set(stageName, stage)
    return describeStage(stage)
  },
}
