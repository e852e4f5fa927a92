import { deployment } from './api-gateway/deployment.ts'
import { gatewayResponse } from './api-gateway/gateway-response.ts'
import { method } from './api-gateway/method.ts'
import { resource } from './api-gateway/resource.ts'
import { restApi } from './api-gateway/rest-api.ts'
import { stage } from './api-gateway/stage.ts'
import { stack } from './cloudformation/stack.ts'
import { routeTable } from './ec2/route-table.ts'
import { securityGroup } from './ec2/security-group.ts'
import { securityGroupEgress, securityGroupIngress } from './ec2/security-group-rule.ts'
import { subnet } from './ec2/subnet.ts'
import { subnetRouteTableAssociation } from './ec2/subnet-route-table-association.ts'
import { vpc } from './ec2/vpc.ts'
import { vpcEndpoint } from './ec2/vpc-endpoint.ts'
import { accessPoint } from './efs/access-point.ts'
import { fileSystem } from './efs/file-system.ts'
import { mountTarget } from './efs/mount-target.ts'
import { oidcProvider } from './iam/oidc-provider.ts'
import { role } from './iam/role.ts'
import { eventInvokeConfig } from './lambda/event-invoke-config.ts'
import { lambdaFunction } from './lambda/function.ts'
import { permission } from './lambda/permission.ts'
import { logGroup } from './logs/log-group.ts'
import type { ResourceType } from './resource-type.ts'
import { bucket } from './s3/bucket.ts'

const ec2 = [
  vpc,
  subnet,
  routeTable,
  subnetRouteTableAssociation,
  securityGroup,
  securityGroupEgress,
  securityGroupIngress,
  vpcEndpoint,
]
const efs = [fileSystem, mountTarget, accessPoint]
const lambda = [lambdaFunction, permission, eventInvokeConfig]
const apiGateway = [restApi, resource, method, gatewayResponse, deployment, stage]
const types: readonly ResourceType[] = [
  ...ec2,
  ...efs,
  ...lambda,
  ...apiGateway,
  stack,
  role,
  oidcProvider,
  logGroup,
  bucket,
]

/**
 * Every resource type that the local CloudFormation can create. Any other is refused when the template is validated.
 */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(types.map(type => [type.typeName, type]))
