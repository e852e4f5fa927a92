import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { Test } from 'tap'
import type { ResourceType } from '../resources/resource-type.ts'
import { startStacks } from '../stack-fixture.ts'

/** The template of a nested stack. */
export const child = (retention: number, more: object = {}) => ({
  Parameters: { Name: { Type: 'String' } },
  Resources: {
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { Ref: 'Name' }, RetentionInDays: retention } },
    ...more,
  },
  Outputs: { GroupName: { Value: { Ref: 'Group' } } },
})

/** The template of its parent, which refers to it in the bucket `templates` by this key. */
export const parent = (key: string, more: object = {}) =>
  JSON.stringify({
    Resources: {
      Child: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: {
          TemplateURL: `https://s3.us-east-1.amazonaws.com/templates/${key}`,
          Parameters: { Name: '/from/parent' },
        },
      },
      After: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: { 'Fn::Sub': '${Child.Outputs.GroupName}/after' } },
      },
      ...more,
    },
    Outputs: { Seen: { Value: { 'Fn::GetAtt': ['Child', 'Outputs.GroupName'] } } },
  })

/** A local AWS with that bucket. For tests only. */
export async function startNested(t: Test, types: readonly ResourceType[] = []) {
  const fixture = await startStacks(t, types)
  const { endpoint, region, credentials } = fixture.aws
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  t.teardown(() => s3.destroy())
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }))
  const put = async (Key: string, template: object) => {
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key, Body: JSON.stringify(template) }))
  }
  const nested = async () => {
    const { Stacks } = await fixture.client.send(new DescribeStacksCommand({}))
    return Stacks!.find(({ ParentId }) => ParentId)!
  }
  return { ...fixture, put, nested }
}
