import { PackageType } from '@aws-sdk/client-lambda'
import type { Constraints } from '../../constraints.ts'
import { nameConstraints } from './name-constraints.ts'
import { permissionConstraints } from './permission-constraints.ts'
import { settingsConstraints } from './settings-constraints.ts'

// botocore/data/lambda/2015-03-31/service-2.json
export const constraints = {
  ...nameConstraints,
  AddPermission: { ...nameConstraints.AddPermission, ...permissionConstraints },
  CreateFunction: {
    ...nameConstraints.CreateFunction,
    ...settingsConstraints,
    PackageType: { enum: Object.values(PackageType) },
  },
  UpdateFunctionConfiguration: { ...nameConstraints.UpdateFunctionConfiguration, ...settingsConstraints },
} satisfies Constraints
