import type { Constraints } from '../../constraints.ts'

// botocore/data/sts/2011-06-15/service-2.json
export const constraints = {
  AssumeRole: {
    RoleArn: { length: [20, 2048] },
    RoleSessionName: { length: [2, 64], pattern: /[\w+=,.@-]*/ },
    DurationSeconds: { range: [900, 43_200] },
    ExternalId: { length: [2, 1224], pattern: /[\w+=,.@:\/-]*/ },
  },
  AssumeRoleWithWebIdentity: {
    RoleArn: { length: [20, 2048] },
    RoleSessionName: { length: [2, 64], pattern: /[\w+=,.@-]*/ },
    DurationSeconds: { range: [900, 43_200] },
  },
} satisfies Constraints
