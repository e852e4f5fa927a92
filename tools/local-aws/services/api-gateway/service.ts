import * as sdk from '@aws-sdk/client-api-gateway'
import type { Service } from '../../operation.ts'
import { restJson } from '../../protocols/rest-json.ts'
import { ServiceModel } from '../../protocols/service-model.ts'

export const apiGateway: Service = {
  signingName: 'apigateway',
  protocol: restJson,
  model: new ServiceModel(sdk, ''),
  validationErrorCode: 'BadRequestException',
  operations: {},
}
