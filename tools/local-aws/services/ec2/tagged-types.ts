import type { Tags } from './network-model.ts'
import type { Ec2State } from './state.ts'

/** A collection of the state whose resources have tags. */
type TaggedCollection = {
  [Name in keyof Ec2State]: Ec2State[Name] extends ReadonlyMap<string, { readonly tags: Tags }> ? Name : never
}[keyof Ec2State]

/**
 * For each of these collections the type in an ARN, and the prefix of an ID. CreateTags, its permissions and the Resource
 * Groups Tagging API go by this table. A collection that is missing here is a type error.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html has the types.
 */
export const taggedTypes: Readonly<Record<TaggedCollection, { readonly type: string; readonly idPrefix: string }>> = {
  vpcs: { type: 'vpc', idPrefix: 'vpc' },
  subnets: { type: 'subnet', idPrefix: 'subnet' },
  routeTables: { type: 'route-table', idPrefix: 'rtb' },
  securityGroups: { type: 'security-group', idPrefix: 'sg' },
  vpcEndpoints: { type: 'vpc-endpoint', idPrefix: 'vpce' },
  internetGateways: { type: 'internet-gateway', idPrefix: 'igw' },
}

/** Each collection of resources with tags, and their type in an ARN. */
export function taggedCollections(
  ec2: Ec2State,
): { readonly type: string; readonly resources: ReadonlyMap<string, { readonly tags: Tags }> }[] {
  return Object.entries(taggedTypes).map(([name, { type }]) => ({ type, resources: ec2[name as TaggedCollection] }))
}
