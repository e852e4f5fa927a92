import type { Deployments, GetDeploymentsRequest } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../../../operation.ts'
import { describeDeployment } from '../descriptions.ts'
import { onPath } from '../permissions.ts'

// Unlike AWS: all deployments come in one page.
export const getDeployments: Operation<GetDeploymentsRequest, Deployments> = {
  permissions: onPath,
  run: (input, { account }) => ({
    items: [...account.apiGateway.api(input.restApiId!).deployments.values()].map(describeDeployment),
  }),
}
