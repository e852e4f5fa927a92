import * as sdk from '@aws-sdk/client-sts'
import type { Service } from '../../operation.ts'
import { query } from '../../protocols/query.ts'
import { ServiceModel } from '../../protocols/service-model.ts'
import { constraints } from './constraints.ts'
import { assumeRole } from './operations/assume-role.ts'
import { assumeRoleWithWebIdentity } from './operations/assume-role-with-web-identity.ts'
import { getCallerIdentity } from './operations/get-caller-identity.ts'

export const sts: Service = {
  signingName: 'sts',
  protocol: query,
  model: new ServiceModel(sdk, 'https://sts.amazonaws.com/doc/2011-06-15/'),
  validationErrorCode: 'ValidationError',
  constraints,
  deniedCode: 'AccessDenied',
  isGlobal: true,
  operations: {
    AssumeRole: assumeRole,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    GetCallerIdentity: getCallerIdentity,
  },
  unsignedOperations: ['AssumeRoleWithWebIdentity'],
}
