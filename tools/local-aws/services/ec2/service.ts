import * as sdk from '@aws-sdk/client-ec2'
import type { Service } from '../../operation.ts'
import { ec2Query } from '../../protocols/ec2-query.ts'
import { ServiceModel } from '../../protocols/service-model.ts'

export const ec2: Service = {
  signingName: 'ec2',
  protocol: ec2Query,
  model: new ServiceModel(sdk, 'http://ec2.amazonaws.com/doc/2016-11-15/'),
  validationErrorCode: 'MissingParameter',
  operations: {},
}
