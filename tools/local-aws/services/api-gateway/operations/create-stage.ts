import type { CreateStageRequest, Stage } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import { describeStage } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const createStage: Operation<CreateStageRequest, Stage> = {
  honours: ['deploymentId', 'description', 'restApiId', 'stageName', 'tags', 'tracingEnabled', 'variables'],
  permissions: onPath,
  run: (input, { account }) => {
    const api = account.apiGateway.api(input.restApiId!)
    const stageName = input.stageName!
    if (!/^\w+$/.test(stageName)) {
      throw new AwsError('BadRequestException', 'Stage name only allows a-zA-Z0-9_')
    }
    if (api.stages.has(stageName)) throw new AwsError('ConflictException', 'Stage already exists', 409)
    const stage = {
      stageName,
      deploymentId: account.apiGateway.deployment(api.id, input.deploymentId!).id,
      description: input.description,
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
