import * as sdk from '@aws-sdk/client-s3'
import type { Service } from '../../operation.ts'
import { restXml } from '../../protocols/rest-xml.ts'
import { ServiceModel } from '../../protocols/service-model.ts'

export const s3: Service = {
  signingName: 's3',
  protocol: restXml,
  model: new ServiceModel(sdk, 'http://s3.amazonaws.com/doc/2006-03-01/'),
  validationErrorCode: 'InvalidRequest',
  operations: {},
}
