import { taggedCollections } from '../ec2/tagged-types.ts'
import type { Account } from './operation.ts'

/** A resource with tags, from the state of its service. */
export interface TaggedResource {
  readonly arn: string
  /** As in ResourceTypeFilters: `ec2:vpc`, `s3` … "the same as that embedded in a resource's ARN". */
  readonly resourceType: string
  readonly tags: ReadonlyMap<string, string>
}

/** Everything in the account's Region that has tags, one service after the other. */
export function taggedResources(account: Account): TaggedResource[] {
  return sources.flatMap(source => source(account)).filter(({ tags }) => tags.size > 0)
}

// IAM's roles are left out: the Resource Groups Tagging API does not list them
// (docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html).
const sources: readonly ((account: Account) => TaggedResource[])[] = [
  account =>
    taggedCollections(account.ec2).flatMap(({ type, resources }) =>
      [...resources].map(([id, { tags }]) => ({
        arn: account.arn('ec2', `${type}/${id}`),
        resourceType: `ec2:${type}`,
        tags,
      })),
    ),
  ({ efs }) => [
    ...[...efs.fileSystems.values()].map(({ fileSystemId, tags }) => ({
      arn: efs.account.arn('elasticfilesystem', `file-system/${fileSystemId}`),
      resourceType: 'elasticfilesystem:file-system',
      tags,
    })),
    ...[...efs.accessPoints.values()].map(({ accessPointId, tags }) => ({
      arn: efs.account.arn('elasticfilesystem', `access-point/${accessPointId}`),
      resourceType: 'elasticfilesystem:access-point',
      tags,
    })),
  ],
  ({ lambda }) =>
    [...lambda.functions.values()].map(({ functionArn, tags }) => ({
      arn: functionArn,
      resourceType: 'lambda:function',
      tags,
    })),
  ({ s3, partition }) =>
    [...s3.buckets.values()].map(({ name, tags }) => ({
      arn: `arn:${partition}:s3:::${name}`,
      resourceType: 's3',
      tags: new Map((tags ?? []).map(({ Key, Value }) => [Key!, Value ?? ''])),
    })),
  ({ logs }) =>
    [...logs.groups.values()].map(({ logGroupName, tags }) => ({
      arn: logs.arn(logGroupName),
      resourceType: 'logs:log-group',
      tags,
    })),
  ({ apiGateway, partition, region }) =>
    [...apiGateway.apis].flatMap(([id, { description, stages }]) => {
      const arn = `arn:${partition}:apigateway:${region}::/restapis/${id}`
      return [
        { arn, resourceType: 'apigateway:restapis', tags: new Map(Object.entries(description.tags ?? {})) },
        ...[...stages].map(([name, { tags }]) => ({
          arn: `${arn}/stages/${name}`,
          resourceType: 'apigateway:restapis',
          tags: new Map(Object.entries(tags)),
        })),
      ]
    }),
  ({ cloudFormation }) =>
    cloudFormation.stacks
      .filter(stack => stack.status !== 'DELETE_COMPLETE')
      .map(({ stackId, definition }) => ({
        arn: stackId,
        resourceType: 'cloudformation:stack',
        tags: new Map(definition.tags.map(({ Key, Value }) => [Key!, Value ?? ''])),
      })),
]
