import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  type IAMClient,
  NoSuchEntityException,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import { honouring } from '../honouring.ts'
import { jsonText, numberOf } from '../property-values.ts'
import type { CreatedResource, Properties, ResourceContext } from '../resource-type.ts'
import { goneKeys, mergedTags } from '../tags.ts'

const honoured = [
  'AssumeRolePolicyDocument',
  'Description',
  'ManagedPolicyArns',
  'MaxSessionDuration',
  'Path',
  'PermissionsBoundary',
  'Policies',
  'RoleName',
  'Tags',
]

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
export const role = honouring(honoured, {
  typeName: 'AWS::IAM::Role',

  async create(properties, context) {
    const { iam } = context.clients
    const RoleName: string = properties.RoleName ?? context.generateName({ maxLength: 64 })
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: jsonText(properties.AssumeRolePolicyDocument),
        Description: properties.Description,
        MaxSessionDuration: numberOf(properties.MaxSessionDuration),
        Path: properties.Path,
        PermissionsBoundary: properties.PermissionsBoundary,
        Tags: mergedTags(context.tags, properties.Tags),
      }),
    )
    context.initiated(RoleName)
    await changePolicies(iam, RoleName, {}, properties)
    return described(iam, RoleName)
  },

  applies: ['AssumeRolePolicyDocument', 'Description', 'ManagedPolicyArns', 'MaxSessionDuration', 'Policies', 'Tags'],

  async update({ physicalId: RoleName, before, after, changed }, context) {
    const { iam } = context.clients
    if (changed.includes('AssumeRolePolicyDocument')) {
      const PolicyDocument = jsonText(after.AssumeRolePolicyDocument)
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }))
    }
    if (changed.includes('Description') || changed.includes('MaxSessionDuration')) {
      const Description = after.Description ?? ''
      await iam.send(
        new UpdateRoleCommand({
          RoleName,
          Description,
          MaxSessionDuration: numberOf(after.MaxSessionDuration) ?? 3600,
        }),
      )
    }
    await changePolicies(iam, RoleName, before, after)
    if (changed.includes('Tags')) await changeTags(RoleName, before, after, context)
    return described(iam, RoleName)
  },

  async delete(RoleName, properties, { clients: { iam } }) {
    try {
      await changePolicies(iam, RoleName, properties, {})
      await iam.send(new DeleteRoleCommand({ RoleName }))
    } catch (error) {
      if (!(error instanceof NoSuchEntityException)) throw error
    }
  },
})

interface InlinePolicy {
  readonly PolicyName: string
  readonly PolicyDocument: unknown
}

async function changePolicies(iam: IAMClient, RoleName: string, before: Properties, after: Properties): Promise<void> {
  const inline: readonly InlinePolicy[] = after.Policies ?? []
  const attached: readonly string[] = after.ManagedPolicyArns ?? []
  for (const { PolicyName, PolicyDocument } of inline) {
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: jsonText(PolicyDocument) }))
  }
  for (const PolicyArn of attached) await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
  for (const { PolicyName } of (before.Policies ?? []) as readonly InlinePolicy[]) {
    if (inline.some(policy => policy.PolicyName === PolicyName)) continue
    await unlessGone(iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })))
  }
  for (const PolicyArn of (before.ManagedPolicyArns ?? []) as readonly string[]) {
    if (!attached.includes(PolicyArn)) await unlessGone(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })))
  }
}

/** A role whose creation failed half-way may lack policies of its properties. */
async function unlessGone(change: Promise<unknown>): Promise<void> {
  try {
    await change
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) throw error
  }
}

async function changeTags(RoleName: string, before: Properties, after: Properties, context: ResourceContext) {
  const { iam } = context.clients
  const TagKeys = goneKeys(context, before.Tags, after.Tags)
  if (TagKeys.length > 0) await iam.send(new UntagRoleCommand({ RoleName, TagKeys }))
  await iam.send(new TagRoleCommand({ RoleName, Tags: mergedTags(context.tags, after.Tags) }))
}

async function described(iam: IAMClient, RoleName: string): Promise<CreatedResource> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }))
  return { physicalId: RoleName, attributes: { Arn: Role!.Arn, RoleId: Role!.RoleId } }
}
