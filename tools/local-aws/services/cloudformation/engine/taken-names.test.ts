import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, HeadBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { startStacks } from '../stack-fixture.ts'

const bucket = (BucketName: string, more: object = {}) => ({
  Type: 'AWS::S3::Bucket',
  Properties: { BucketName },
  ...more,
})
const group = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/there' } }
const template = (Resources: object) => JSON.stringify({ Resources })

t.test('a stack does not take over an existing resource with its name', async t => {
  const { aws, client, rest, history } = await startStacks(t)
  const s3 = new S3Client({ ...aws, forcePathStyle: true })
  t.teardown(() => s3.destroy())
  await s3.send(new CreateBucketCommand({ Bucket: 'there' }))
  const failures = async (of: object) =>
    (await client.send(new DescribeEventsCommand({ ...of, Filters: { FailedEvents: true } }))).OperationEvents!

  await t.test('early validation reports a taken name before anything is created', async t => {
    await client.send(new CreateStackCommand({ StackName: 'early', TemplateBody: template({ B: bucket('there') }) }))
    const { StackStatus } = await rest('early')
    t.equal(StackStatus, 'ROLLBACK_COMPLETE')
    t.match((await history('early')).join('\n'), /\[AWS::EarlyValidation::ResourceExistenceCheck\]/)
    t.match(await failures({ StackName: 'early' }), [
      {
        LogicalResourceId: 'B',
        ValidationName: 'NAME_CONFLICT_VALIDATION',
        ValidationStatusReason: "Resource of type 'AWS::S3::Bucket' with identifier 'there' already exists.",
      },
    ])
  })

  await t.test('without validation the creation fails, and the rollback does not touch the other bucket', async t => {
    const TemplateBody = template({ B: bucket('there') })
    await client.send(new CreateStackCommand({ StackName: 'late', TemplateBody, DisableValidation: true }))
    t.equal((await rest('late')).StackStatus, 'ROLLBACK_COMPLETE')
    t.match((await history('late')).join('\n'), /there already exists.*HandlerErrorCode: AlreadyExists/)
    await s3.send(new HeadBucketCommand({ Bucket: 'there' }))
  })

  await t.test('two resources with one name in a template are refused', async t => {
    const TemplateBody = template({ A: bucket('twice'), B: bucket('twice', { DependsOn: 'A' }) })
    await client.send(new CreateStackCommand({ StackName: 'twice', TemplateBody }))
    t.equal((await rest('twice')).StackStatus, 'ROLLBACK_COMPLETE')
  })

  await t.test('a change set reports a taken name, for every type whose name is its identifier', async t => {
    await client.send(new CreateStackCommand({ StackName: 'owner', TemplateBody: template({ Group: group }) }))
    t.equal((await rest('owner')).StackStatus, 'CREATE_COMPLETE')
    const planned = { ChangeSetName: 'c', ChangeSetType: 'CREATE' } as const
    const TemplateBody = template({ Group: group })
    const { Id } = await client.send(new CreateChangeSetCommand({ StackName: 'second', ...planned, TemplateBody }))
    await rest('second')
    const { Status } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
    t.equal(Status, 'FAILED')
    t.match(await failures({ ChangeSetName: Id }), [{ ValidationName: 'NAME_CONFLICT_VALIDATION' }])
  })

  await t.test('a bucket that is not empty is a warning in the change set that would delete it', async t => {
    const TemplateBody = template({ B: bucket('full'), Group: { ...group, Properties: {} } })
    await client.send(new CreateStackCommand({ StackName: 'full', TemplateBody }))
    await rest('full')
    await s3.send(new PutObjectCommand({ Bucket: 'full', Key: 'k', Body: 'x' }))
    const without = template({ Group: { ...group, Properties: {} } })
    const { Id } = await client.send(
      new CreateChangeSetCommand({ StackName: 'full', ChangeSetName: 'c', TemplateBody: without }),
    )
    await rest('full')
    t.match(await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id })), { Status: 'CREATE_COMPLETE' })
    t.match(await failures({ ChangeSetName: Id }), [
      {
        ValidationName: 'BUCKET_EMPTINESS_VALIDATION',
        ValidationFailureMode: 'WARN',
        ValidationPath: '/Resources/B',
        LogicalResourceId: 'B',
      },
    ])
  })
})
