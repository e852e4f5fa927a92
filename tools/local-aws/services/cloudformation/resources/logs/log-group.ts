import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  PutRetentionPolicyCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { HandlerError } from '../handler-error.ts'
import { honouring } from '../honouring.ts'
import type { CreatedResource, Properties, ResourceContext } from '../resource-type.ts'
import { goneKeys, tagMap } from '../tags.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
export const logGroup = honouring(['LogGroupName', 'RetentionInDays', 'LogGroupClass', 'Tags'], {
  typeName: 'AWS::Logs::LogGroup',

  async create(properties, context) {
    const logGroupName: string = properties.LogGroupName ?? context.generateName()
    const tags = tagMap(context.tags, properties.Tags)
    const command = new CreateLogGroupCommand({
      logGroupName,
      logGroupClass: properties.LogGroupClass,
      ...(hasMembers(tags) && { tags }),
    })
    await context.clients.logs.send(command).catch(error => {
      throw error instanceof ResourceAlreadyExistsException ? alreadyExists(logGroupName, error) : error
    })
    context.initiated(logGroupName)
    if (properties.RetentionInDays !== undefined) await putRetention(logGroupName, properties, context)
    return described(logGroupName, context)
  },

  async update({ physicalId, before, after, changed }, context) {
    if (changed.includes('RetentionInDays')) await putRetention(physicalId, after, context)
    if (changed.includes('Tags')) await changeTags(physicalId, before, after, context)
    return described(physicalId, context)
  },

  async delete(logGroupName, _properties, { clients }) {
    try {
      await clients.logs.send(new DeleteLogGroupCommand({ logGroupName }))
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error
    }
  },
})

// The wording is that of the resource contract: https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
function alreadyExists(logGroupName: string, cause: Error): HandlerError {
  const identifier = JSON.stringify({ '/properties/LogGroupName': logGroupName })
  const message = `Resource of type 'AWS::Logs::LogGroup' with identifier '${identifier}' already exists.`
  return new HandlerError('AlreadyExists', message, { cause })
}

async function changeTags(
  name: string,
  before: Properties,
  after: Properties,
  context: ResourceContext,
): Promise<void> {
  const { logs } = context.clients
  const resourceArn = `arn:aws:logs:${context.region}:${context.accountId}:log-group:${name}`
  const tags = tagMap(context.tags, after.Tags)
  const tagKeys = goneKeys(context, before.Tags, after.Tags)
  if (tagKeys.length > 0) await logs.send(new UntagResourceCommand({ resourceArn, tagKeys }))
  if (hasMembers(tags)) await logs.send(new TagResourceCommand({ resourceArn, tags }))
}

function hasMembers(record: object): boolean {
  return Object.keys(record).length > 0
}

async function putRetention(logGroupName: string, properties: Properties, { clients }: ResourceContext): Promise<void> {
  const retentionInDays = properties.RetentionInDays
  if (retentionInDays === undefined) await clients.logs.send(new DeleteRetentionPolicyCommand({ logGroupName }))
  else
    await clients.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: Number(retentionInDays) }))
}

/** The attribute ends in `:*`, as a policy on the group's streams needs it. */
function described(physicalId: string, { region, accountId }: ResourceContext): CreatedResource {
  return { physicalId, attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${physicalId}:*` } }
}
