import type { Constraint, Constraints } from '../../constraints.ts'

// botocore/data/apigateway/2015-07-09/service-2.json
const statusCode: Constraint = { pattern: /[1-5]\d\d/ }

export const constraints = {
  PutGatewayResponse: { statusCode },
  PutIntegrationResponse: { statusCode },
  PutMethodResponse: { statusCode },
} satisfies Constraints
