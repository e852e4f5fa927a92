import type { Deployments, GetDeploymentsRequest } from '@aws-sdk/client-api-gateway'
import { describeDeployment } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onPath } from '../permissions.ts'

export const getDeployments: Operation<GetDeploymentsRequest, Deployments> = {
  honours: ['restApiId', 'limit', 'position'],
  permissions: onPath,
  run: (input, { account }) =>
    pageOf([...account.apiGateway.api(input.restApiId!).deployments.values()].map(describeDeployment), input),
}
