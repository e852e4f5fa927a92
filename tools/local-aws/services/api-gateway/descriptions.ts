import type * as sdk from '@aws-sdk/client-api-gateway'
import type { ApiResource, Deployment, Stage } from './rest-api.ts'

export function describeResource(resource: ApiResource, withMethods: boolean): sdk.Resource {
  const methods = Object.fromEntries(resource.methods)
  return {
    id: resource.id,
    parentId: resource.parentId,
    ...(resource.pathPart && { pathPart: resource.pathPart }),
    path: resource.path,
    ...(resource.methods.size > 0 && {
      resourceMethods: withMethods
        ? methods
        : Object.fromEntries(Object.keys(methods).map(httpMethod => [httpMethod, {}])),
    }),
  }
}

export function describeDeployment({ id, description, createdDate }: Deployment): sdk.Deployment {
  return { id, createdDate, description }
}

export function describeStage(stage: Stage): sdk.Stage {
  return {
    stageName: stage.stageName,
    deploymentId: stage.deploymentId,
    description: stage.description,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: stage.methodSettings,
    ...(Object.keys(stage.variables).length > 0 && { variables: stage.variables }),
    tracingEnabled: stage.tracingEnabled,
    createdDate: stage.createdDate,
    lastUpdatedDate: stage.lastUpdatedDate,
    tags: stage.tags,
  }
}
