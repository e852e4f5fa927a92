import { AwsError } from '../../aws-error.ts'
import type { Tags } from './network-model.ts'
import type { Ec2State } from './state.ts'
import { taggedCollections } from './tagged-types.ts'

/** The resource with this ID. @throws AwsError InvalidID */
export function taggable(ec2: Ec2State, id: string): { tags: Tags } {
  for (const { resources } of taggedCollections(ec2)) {
    const resource = resources.get(id)
    if (resource) return resource
  }
  const rules = [...ec2.securityGroups.values()].flatMap(group => group.rules)
  const rule = rules.find(one => one.ruleId === id)
  if (rule) return rule
  throw new AwsError('InvalidID', `The ID '${id}' is not valid`)
}
