import * as sdk from '@aws-sdk/client-efs'
import type { Service } from '../../operation.ts'
import { restJson } from '../../protocols/rest-json.ts'
import { ServiceModel } from '../../protocols/service-model.ts'

export const efs: Service = {
  signingName: 'elasticfilesystem',
  protocol: restJson,
  model: new ServiceModel(sdk, ''),
  validationErrorCode: 'BadRequest',
  operations: {},
}
