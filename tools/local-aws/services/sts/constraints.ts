import type { Constraints } from '../../constraints.ts'

// botocore/data/sts/2011-06-15/service-2.json
export const constraints = {
  everyOperation: {
    DurationSeconds: { range: [900, 43_200] },
    ExternalId: { length: [2, 1224], pattern: /[\w+=,.@:\/-]*/ },
    RoleArn: { length: [20, 2048] },
    RoleSessionName: { length: [2, 64], pattern: /[\w+=,.@-]*/ },
    WebIdentityToken: { length: [4, 20_000] },
  },
} satisfies Constraints
