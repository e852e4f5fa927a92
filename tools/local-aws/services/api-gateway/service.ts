import * as sdk from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../aws-error.ts'
import type { Service } from '../../operation.ts'
import { restJson } from '../../protocols/rest-json.ts'
import { ServiceModel } from '../../protocols/service-model.ts'
import { constraints } from './constraints.ts'
import { createDeployment } from './operations/create-deployment.ts'
import { createResource } from './operations/create-resource.ts'
import { createRestApi } from './operations/create-rest-api.ts'
import { createStage } from './operations/create-stage.ts'
import { deleteDeployment } from './operations/delete-deployment.ts'
import { deleteGatewayResponse } from './operations/delete-gateway-response.ts'
import { deleteMethod } from './operations/delete-method.ts'
import { deleteResource } from './operations/delete-resource.ts'
import { deleteRestApi } from './operations/delete-rest-api.ts'
import { deleteStage } from './operations/delete-stage.ts'
import { getDeployment } from './operations/get-deployment.ts'
import { getDeployments } from './operations/get-deployments.ts'
import { getGatewayResponses } from './operations/get-gateway-responses.ts'
import { getIntegration } from './operations/get-integration.ts'
import { getMethod } from './operations/get-method.ts'
import { getResource } from './operations/get-resource.ts'
import { getResources } from './operations/get-resources.ts'
import { getRestApi } from './operations/get-rest-api.ts'
import { getRestApis } from './operations/get-rest-apis.ts'
import { getStage } from './operations/get-stage.ts'
import { getStages } from './operations/get-stages.ts'
import { putGatewayResponse } from './operations/put-gateway-response.ts'
import { putIntegration } from './operations/put-integration.ts'
import { putIntegrationResponse } from './operations/put-integration-response.ts'
import { putMethod } from './operations/put-method.ts'
import { putMethodResponse } from './operations/put-method-response.ts'
import { tagResource } from './operations/tag-resource.ts'
import { untagResource } from './operations/untag-resource.ts'
import { updateRestApi } from './operations/update-rest-api.ts'
import { updateStage } from './operations/update-stage.ts'
import { tooManyTags } from './too-many-tags.ts'

export const apiGateway: Service = {
  signingName: 'apigateway',
  protocol: restJson,
  model: new ServiceModel(sdk, ''),
  validationErrorCode: 'ValidationException',
  constraints,
  // The words are not documented: https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html
  tagRefusals: {
    reserved: key => new AwsError('BadRequestException', `Tag key ${key} is reserved: it begins with aws:.`),
    twice: key => new AwsError('BadRequestException', `Tag key ${key} is given twice.`),
    tooMany: tooManyTags,
    tooLong: (what, most) => new AwsError('BadRequestException', `A tag ${what} has more than ${most} characters.`),
  },
  deniedCode: 'AccessDeniedException',
  operations: {
    CreateDeployment: createDeployment,
    CreateResource: createResource,
    CreateRestApi: createRestApi,
    CreateStage: createStage,
    DeleteDeployment: deleteDeployment,
    DeleteGatewayResponse: deleteGatewayResponse,
    DeleteMethod: deleteMethod,
    DeleteResource: deleteResource,
    DeleteRestApi: deleteRestApi,
    DeleteStage: deleteStage,
    GetDeployment: getDeployment,
    GetDeployments: getDeployments,
    GetGatewayResponses: getGatewayResponses,
    GetIntegration: getIntegration,
    GetMethod: getMethod,
    GetResource: getResource,
    GetResources: getResources,
    GetRestApi: getRestApi,
    GetRestApis: getRestApis,
    GetStage: getStage,
    GetStages: getStages,
    PutGatewayResponse: putGatewayResponse,
    PutIntegration: putIntegration,
    PutIntegrationResponse: putIntegrationResponse,
    PutMethod: putMethod,
    PutMethodResponse: putMethodResponse,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateRestApi: updateRestApi,
    UpdateStage: updateStage,
  },
}
