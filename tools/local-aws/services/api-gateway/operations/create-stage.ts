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
    checkVariables(input.variables)
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

// "Variable names can have alphanumeric and underscore characters, and the values must match [A-Za-z0-9-._~:/?#&=,]+."
// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html; no source is recorded for the refusal's words.
function checkVariables(variables: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!/^\w+$/.test(name)) throw new AwsError('BadRequestException', `Invalid stage variable name: ${name}`)
    if (!/^[A-Za-z0-9\-._~:/?#&=,]+$/.test(value))
      throw new AwsError('BadRequestException', `Invalid stage variable value: ${value}`)
  }
}
