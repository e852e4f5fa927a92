import * as sdk from '@aws-sdk/client-lambda'
import type { Service } from '../../operation.ts'
import { restJson } from '../../protocols/rest-json.ts'
import { ServiceModel } from '../../protocols/service-model.ts'

export const lambda: Service = {
  signingName: 'lambda',
  protocol: restJson,
  model: new ServiceModel(sdk, ''),
  validationErrorCode: 'ValidationException',
  operations: {},
}
