import * as sdk from '@aws-sdk/client-cloudformation'
import type { Service } from '../../operation.ts'
import { query } from '../../protocols/query.ts'
import { ServiceModel } from '../../protocols/service-model.ts'

export const cloudFormation: Service = {
  signingName: 'cloudformation',
  protocol: query,
  model: new ServiceModel(sdk, 'http://cloudformation.amazonaws.com/doc/2010-05-15/'),
  validationErrorCode: 'ValidationError',
  operations: {},
}
