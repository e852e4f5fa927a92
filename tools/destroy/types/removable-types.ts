import { accessPoint } from './access-point.ts'
import { bucket } from './bucket.ts'
import { fileSystem } from './file-system.ts'
import { lambdaFunction } from './function.ts'
import { internetGateway } from './internet-gateway.ts'
import { logGroup } from './log-group.ts'
import { mountTarget } from './mount-target.ts'
import { networkInterface } from './network-interface.ts'
import type { RemovableType } from './removable-type.ts'
import { restApi } from './rest-api.ts'
import { role } from './role.ts'
import { routeTable } from './route-table.ts'
import { securityGroup } from './security-group.ts'
import { securityGroupEgress, securityGroupIngress } from './security-group-rule.ts'
import { stack } from './stack.ts'
import { subnet } from './subnet.ts'
import { vpc } from './vpc.ts'
import { vpcEndpoint } from './vpc-endpoint.ts'

/** In the order of removal: a dependent type comes before the type that it needs, and a stack after its resources. */
export const removableTypes: readonly RemovableType[] = [
  lambdaFunction,
  restApi,
  bucket,
  accessPoint,
  mountTarget,
  fileSystem,
  networkInterface,
  securityGroupIngress,
  securityGroupEgress,
  vpcEndpoint,
  internetGateway,
  securityGroup,
  subnet,
  routeTable,
  vpc,
  role,
  logGroup,
  stack,
]

/** Returns undefined for a type that destroy does not know. */
export function removableType(type: string): RemovableType | undefined {
  return removableTypes.find(one => one.type === type)
}
