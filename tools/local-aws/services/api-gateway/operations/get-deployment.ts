import type { Deployment, GetDeploymentRequest } from '@aws-sdk/client-api-gateway'
import { describeDeployment } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const getDeployment: Operation<GetDeploymentRequest, Deployment> = {
  honours: ['deploymentId', 'restApiId'],
  permissions: onPath,
  run: (input, { account }) => describeDeployment(account.apiGateway.deployment(input.restApiId!, input.deploymentId!)),
}
