import * as sdk from '@aws-sdk/client-iam'
import type { Service } from '../../operation.ts'
import { query } from '../../protocols/query.ts'
import { ServiceModel } from '../../protocols/service-model.ts'

export const iam: Service = {
  signingName: 'iam',
  protocol: query,
  model: new ServiceModel(sdk, 'https://iam.amazonaws.com/doc/2010-05-08/'),
  validationErrorCode: 'ValidationError',
  operations: {},
}
