import t from 'tap'
import { restApi } from './api-gateway/rest-api.ts'
import { stage } from './api-gateway/stage.ts'
import { routeTable } from './ec2/route-table.ts'
import { securityGroup } from './ec2/security-group.ts'
import { subnet } from './ec2/subnet.ts'
import { vpc } from './ec2/vpc.ts'
import { vpcEndpoint } from './ec2/vpc-endpoint.ts'
import { accessPoint } from './efs/access-point.ts'
import { fileSystem } from './efs/file-system.ts'
import { handlerCalls } from './handler-calls-fixture.ts'
import { oidcProvider } from './iam/oidc-provider.ts'
import { role } from './iam/role.ts'
import { lambdaFunction } from './lambda/function.ts'
import { logGroup } from './logs/log-group.ts'
import type { ResourceType } from './resource-type.ts'

const answers = {
  DescribeAccessPoints: { AccessPoints: [{ LifeCycleState: 'available' }] },
  DescribeSecurityGroups: { SecurityGroups: [{}] },
  DescribeSubnets: { Subnets: [{}] },
  DescribeVpcEndpoints: { VpcEndpoints: [{ State: 'available' }] },
  DescribeVpcs: { Vpcs: [{}] },
  GetFunctionConfiguration: { State: 'Active', FunctionArn: 'arn:f' },
  GetRole: { Role: {} },
}

function propertiesOf(type: ResourceType, own: object) {
  if (type === accessPoint) return { AccessPointTags: own }
  if (type === fileSystem) return { FileSystemTags: own }
  return type === stage ? { RestApiId: 'a', Tags: own } : { Tags: own }
}

t.test('a tag that the stack no longer has is removed from a resource, unless the template has it', async t => {
  for (const type of [
    ...[restApi, stage, routeTable, securityGroup, subnet, vpc, vpcEndpoint],
    ...[accessPoint, fileSystem, oidcProvider, role, lambdaFunction, logGroup],
  ]) {
    const { update, context } = handlerCalls(type, answers)
    const previousTags = ['of', 'gone', 'kept'].map(Key => ({ Key, Value: 'stack' }))
    Object.assign(context, { previousTags })
    const properties = propertiesOf(type, [{ Key: 'kept', Value: 'own' }])
    const { calls } = await update(properties, properties, ['Tags'])
    const removed = calls.filter(([operation]) => /Untag|DeleteTags/.test(String(operation))).map(([, input]) => input)
    t.equal(removed.length, 1, type.typeName)
    const { TagKeys, tagKeys, Tags } = removed[0] as Record<string, unknown>
    t.same(TagKeys ?? tagKeys ?? Tags, Tags ? [{ Key: 'gone' }] : ['gone'], type.typeName)
  }
})
