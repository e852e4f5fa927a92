import * as sdk from '@aws-sdk/client-cloudwatch-logs'
import type { Service } from '../../operation.ts'
import { json11 } from '../../protocols/json-1-1.ts'
import { ServiceModel } from '../../protocols/service-model.ts'

export const logs: Service = {
  signingName: 'logs',
  protocol: json11,
  model: new ServiceModel(sdk, ''),
  validationErrorCode: 'InvalidParameterException',
  operations: {},
}
