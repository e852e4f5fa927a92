import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  NoSuchBucket,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3'
import { honouring } from '../honouring.ts'
import type { CreatedResource, Properties, ResourceContext } from '../resource-type.ts'
import { mergedTags } from '../tags.ts'
import { bucketSettings } from './bucket-settings.ts'

const honoured = ['BucketName', 'Tags', ...Object.keys(bucketSettings)]

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
export const bucket = honouring(honoured, {
  typeName: 'AWS::S3::Bucket',

  async create(properties, context) {
    const { clients, region } = context
    const Bucket: string = properties.BucketName ?? context.generateName({ maxLength: 63, lowerCase: true })
    const elsewhere = region !== 'us-east-1'
    await clients.s3.send(
      new CreateBucketCommand({
        Bucket,
        ...(elsewhere && { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } }),
      }),
    )
    context.initiated(Bucket)
    if (userTags(properties, context).length > 0) await putTags(Bucket, properties, context)
    for (const name of Object.keys(bucketSettings)) {
      if (properties[name] !== undefined) await bucketSettings[name]!.put(clients.s3, Bucket, properties[name])
    }
    return described(Bucket, context)
  },

  async update({ physicalId: Bucket, after, changed }, context) {
    const { s3 } = context.clients
    if (changed.includes('Tags')) await putTags(Bucket, after, context)
    for (const name of changed) {
      const setting = bucketSettings[name]
      if (!setting) continue
      if (after[name] === undefined) await setting.reset(s3, Bucket)
      else await setting.put(s3, Bucket, after[name])
    }
    return described(Bucket, context)
  },

  async delete(Bucket, _properties, { clients: { s3 } }) {
    try {
      await s3.send(new DeleteBucketCommand({ Bucket }))
    } catch (error) {
      if (!isGone(error)) throw error
    }
  },
})

/** DeleteBucket models no errors, so the SDK may not use the class of this one. */
function isGone(error: unknown): boolean {
  return error instanceof NoSuchBucket || (error instanceof Error && error.name === 'NoSuchBucket')
}

async function putTags(Bucket: string, properties: Properties, context: ResourceContext): Promise<void> {
  const TagSet = userTags(properties, context)
  const { s3 } = context.clients
  if (TagSet.length > 0) await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }))
  else await s3.send(new DeleteBucketTaggingCommand({ Bucket }))
}

/** Unlike AWS: S3 refuses tags that begin with `aws:` from everybody, so a bucket has none of CloudFormation's tags. */
function userTags(properties: Properties, { tags }: ResourceContext) {
  return mergedTags(tags, properties.Tags).filter(({ Key }) => !Key.startsWith('aws:'))
}

function described(Bucket: string, { region }: ResourceContext): CreatedResource {
  return {
    physicalId: Bucket,
    attributes: {
      Arn: `arn:aws:s3:::${Bucket}`,
      DomainName: `${Bucket}.s3.amazonaws.com`,
      DualStackDomainName: `${Bucket}.s3.dualstack.${region}.amazonaws.com`,
      RegionalDomainName: `${Bucket}.s3.${region}.amazonaws.com`,
      WebsiteURL: `http://${Bucket}.s3-website-${region}.amazonaws.com`,
    },
  }
}
