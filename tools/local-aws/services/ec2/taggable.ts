import { AwsError } from '../../aws-error.ts'
import type { Tags } from './network-model.ts'
import type { Ec2State } from './state.ts'

/** The resource with this ID. @throws AwsError InvalidID */
export function taggable(ec2: Ec2State, id: string): { tags: Tags } {
  const collections = [
    ec2.vpcs,
    ec2.subnets,
    ec2.routeTables,
    ec2.securityGroups,
    ec2.vpcEndpoints,
    ec2.internetGateways,
  ]
  for (const collection of collections) {
    const resource = collection.get(id)
    if (resource) return resource
  }
  const rules = [...ec2.securityGroups.values()].flatMap(group => group.rules)
  const rule = rules.find(one => one.ruleId === id)
  if (rule) return rule
  throw new AwsError('InvalidID', `The ID '${id}' is not valid`)
}
