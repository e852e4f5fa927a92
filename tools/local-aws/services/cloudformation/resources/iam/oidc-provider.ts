import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  type IAMClient,
  NoSuchEntityException,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from '@aws-sdk/client-iam'
import { honouring } from '../honouring.ts'
import type { CreatedResource, Properties, ResourceContext, UpdateRequest } from '../resource-type.ts'
import { goneKeys, mergedTags } from '../tags.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html
export const oidcProvider = honouring(['ClientIdList', 'Tags', 'ThumbprintList', 'Url'], {
  typeName: 'AWS::IAM::OIDCProvider',

  async create(properties, { clients: { iam }, tags }) {
    const { OpenIDConnectProviderArn } = await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: properties.Url,
        ClientIDList: properties.ClientIdList,
        ThumbprintList: properties.ThumbprintList,
        Tags: mergedTags(tags, properties.Tags),
      }),
    )
    return described(OpenIDConnectProviderArn!)
  },

  async update(request, context) {
    const { iam } = context.clients
    const { physicalId: OpenIDConnectProviderArn, after, changed } = request
    await changeClientIds(iam, request)
    if (changed.includes('ThumbprintList') && after.ThumbprintList) {
      const { ThumbprintList } = after
      await iam.send(new UpdateOpenIDConnectProviderThumbprintCommand({ OpenIDConnectProviderArn, ThumbprintList }))
    }
    if (changed.includes('Tags')) await changeTags(request, context)
    return described(OpenIDConnectProviderArn)
  },

  async delete(OpenIDConnectProviderArn, _properties, { clients: { iam } }) {
    try {
      await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }))
    } catch (error) {
      if (!(error instanceof NoSuchEntityException)) throw error
    }
  },
})

async function changeClientIds(iam: IAMClient, { physicalId, before, after }: UpdateRequest): Promise<void> {
  const provider = { OpenIDConnectProviderArn: physicalId }
  const [old, wanted] = [clientIds(before), clientIds(after)]
  for (const ClientID of wanted.filter(id => !old.includes(id))) {
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...provider, ClientID }))
  }
  for (const ClientID of old.filter(id => !wanted.includes(id))) {
    await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ ...provider, ClientID }))
  }
}

function clientIds({ ClientIdList }: Properties): readonly string[] {
  return ClientIdList ?? []
}

async function changeTags({ physicalId, before, after }: UpdateRequest, context: ResourceContext): Promise<void> {
  const { iam } = context.clients
  const provider = { OpenIDConnectProviderArn: physicalId }
  const Tags = mergedTags(context.tags, after.Tags)
  const TagKeys = goneKeys(context, before.Tags, after.Tags)
  if (TagKeys.length > 0) await iam.send(new UntagOpenIDConnectProviderCommand({ ...provider, TagKeys }))
  if (Tags.length > 0) await iam.send(new TagOpenIDConnectProviderCommand({ ...provider, Tags }))
}

function described(arn: string): CreatedResource {
  return { physicalId: arn, attributes: { Arn: arn } }
}
