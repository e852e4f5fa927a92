import type { Constraints } from '../../constraints.ts'

// botocore/data/lambda/2015-03-31/service-2.json
export const constraints = {
  AddPermission: { Action: { pattern: /(lambda:[*]|lambda:[a-zA-Z]+|[*])/ } },
} satisfies Constraints
