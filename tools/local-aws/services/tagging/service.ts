import * as sdk from '@aws-sdk/client-resource-groups-tagging-api'
import type { Service } from '../../operation.ts'
import { json11 } from '../../protocols/json-1-1.ts'
import { ServiceModel } from '../../protocols/service-model.ts'
import { constraints } from './constraints.ts'
import { getResources } from './operations/get-resources.ts'

export const tagging: Service = {
  signingName: 'tagging',
  protocol: json11,
  model: new ServiceModel(sdk, '', 'ResourceGroupsTaggingAPI_20170126'),
  validationErrorCode: 'InvalidParameterException',
  constraints,
  deniedCode: 'AccessDeniedException',
  operations: {
    GetResources: getResources,
  },
}
