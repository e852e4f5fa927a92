import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  PutRetentionPolicyCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs'
import type { CreatedResource, Properties, ResourceContext, ResourceType } from '../resource-type.ts'
import { tagMap } from '../tags.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
export const logGroup: ResourceType = {
  typeName: 'AWS::Logs::LogGroup',

  async create(properties, context) {
    const logGroupName: string = properties.LogGroupName ?? context.generateName()
    const tags = tagMap(context.tags, properties.Tags)
    await context.clients.logs.send(
      new CreateLogGroupCommand({ logGroupName, tags, logGroupClass: properties.LogGroupClass }),
    )
    context.initiated(logGroupName)
    await putRetention(logGroupName, properties, context)
    return described(logGroupName, context)
  },

  async update({ physicalId, after, changed }, context) {
    if (changed.includes('RetentionInDays')) await putRetention(physicalId, after, context)
    return described(physicalId, context)
  },

  async delete(logGroupName, _properties, { clients }) {
    try {
      await clients.logs.send(new DeleteLogGroupCommand({ logGroupName }))
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error
    }
  },
}

async function putRetention(logGroupName: string, properties: Properties, { clients }: ResourceContext): Promise<void> {
  const retentionInDays = properties.RetentionInDays
  if (retentionInDays === undefined) await clients.logs.send(new DeleteRetentionPolicyCommand({ logGroupName }))
  else
    await clients.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: Number(retentionInDays) }))
}

/** The attribute ends in `:*`, which is what a policy on the group's streams needs. */
function described(physicalId: string, { region, accountId }: ResourceContext): CreatedResource {
  return { physicalId, attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${physicalId}:*` } }
}
