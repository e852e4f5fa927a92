import type { Constraints } from '../../constraints.ts'
import { nameConstraints } from './name-constraints.ts'

// botocore/data/lambda/2015-03-31/service-2.json
export const constraints = {
  ...nameConstraints,
  AddPermission: { ...nameConstraints.AddPermission, Action: { pattern: /(lambda:[*]|lambda:[a-zA-Z]+|[*])/ } },
} satisfies Constraints
