import {
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { type StackFixture, startStacks } from '../stack-fixture.ts'

const template = (retention: number, more: object = {}, name = '/g') =>
  JSON.stringify({
    Resources: {
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: name, RetentionInDays: retention } },
      ...more,
    },
  })

async function changeSet({ client, rest }: StackFixture, input: Partial<CreateChangeSetCommandInput>) {
  const request = { StackName: 's', ChangeSetName: 'c', ...input } as CreateChangeSetCommandInput
  const { Id } = await client.send(new CreateChangeSetCommand(request))
  await rest(request.StackName!)
  return client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
}

async function created(fixture: StackFixture, TemplateBody: string): Promise<void> {
  await fixture.client.send(new CreateStackCommand({ StackName: 's', TemplateBody }))
  await fixture.rest('s')
}

t.test('a CREATE change set announces its stack, and creates it when executed', async t => {
  const fixture = await startStacks(t)
  const { client, rest } = fixture
  const described = await changeSet(fixture, { ChangeSetType: 'CREATE', TemplateBody: template(7) })
  t.match(described, {
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'AVAILABLE',
    Changes: [
      {
        Type: 'Resource',
        ResourceChange: { Action: 'Add', LogicalResourceId: 'Group', ResourceType: 'AWS::Logs::LogGroup' },
      },
    ],
  })
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 's' }))
  t.equal(Stacks![0]!.StackStatus, 'REVIEW_IN_PROGRESS')
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: 'c', StackName: 's' }))
  t.match(await rest('s'), { StackStatus: 'CREATE_COMPLETE', ChangeSetId: described.ChangeSetId })
  await t.rejects(changeSet(fixture, { ChangeSetType: 'CREATE', TemplateBody: template(7) }), {
    name: 'ValidationError',
    message: /already exists and cannot be created again with the changeSet \[c\]/,
  })
})

t.test('an UPDATE change set lists changes in place, replacements and removals', async t => {
  const fixture = await startStacks(t)
  await created(fixture, template(7, { Old: { Type: 'AWS::Logs::LogGroup' } }))
  const inPlace = await changeSet(fixture, { TemplateBody: template(14, { Old: { Type: 'AWS::Logs::LogGroup' } }) })
  t.match(inPlace.Changes, [
    {
      ResourceChange: {
        Action: 'Modify',
        LogicalResourceId: 'Group',
        PhysicalResourceId: '/g',
        Replacement: 'False',
        Scope: ['Properties'],
        Details: [
          {
            Target: { Attribute: 'Properties', Name: 'RetentionInDays', RequiresRecreation: 'Never' },
            Evaluation: 'Static',
          },
        ],
      },
    },
  ])
  const replaced = await changeSet(fixture, { ChangeSetName: 'd', TemplateBody: template(7, {}, '/h') })
  t.match(replaced.Changes, [
    {
      ResourceChange: {
        Action: 'Modify',
        LogicalResourceId: 'Group',
        Replacement: 'True',
        PolicyAction: 'ReplaceAndDelete',
      },
    },
    { ResourceChange: { Action: 'Remove', LogicalResourceId: 'Old', PolicyAction: 'Delete' } },
  ])
})

t.test('a change set without changes fails with the words of AWS', async t => {
  const fixture = await startStacks(t)
  await created(fixture, template(7))
  t.match(await changeSet(fixture, { TemplateBody: template(7) }), {
    Status: 'FAILED',
    ExecutionStatus: 'UNAVAILABLE',
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
  })
  await t.rejects(fixture.client.send(new ExecuteChangeSetCommand({ ChangeSetName: 'c', StackName: 's' })), {
    name: 'InvalidChangeSetStatusException',
  })
})

t.test('executing one change set removes the others, and deleting one twice succeeds', async t => {
  const fixture = await startStacks(t)
  const { client, rest } = fixture
  await created(fixture, template(7))
  await changeSet(fixture, { ChangeSetName: 'a', TemplateBody: template(14) })
  await changeSet(fixture, { ChangeSetName: 'b', TemplateBody: template(30) })
  await t.rejects(changeSet(fixture, { ChangeSetName: 'b', TemplateBody: template(1) }), {
    name: 'AlreadyExistsException',
  })
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: 'a', StackName: 's' }))
  await rest('s')
  const { Summaries } = await client.send(new ListChangeSetsCommand({ StackName: 's' }))
  t.match(Summaries, [{ ChangeSetName: 'a', ExecutionStatus: 'EXECUTE_COMPLETE' }])
  await client.send(new DeleteChangeSetCommand({ ChangeSetName: 'a', StackName: 's' }))
  await client.send(new DeleteChangeSetCommand({ ChangeSetName: 'a', StackName: 's' }))
  await t.rejects(client.send(new DescribeChangeSetCommand({ ChangeSetName: 'a', StackName: 's' })), {
    name: 'ChangeSetNotFoundException',
    message: 'ChangeSet [a] does not exist',
  })
})

t.test('nested stacks get change sets of their own, unless nothing changes in them', async t => {
  const fixture = await startStacks(t)
  const { aws, client, rest } = fixture
  const { endpoint, region, credentials } = aws
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  t.teardown(() => s3.destroy())
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }))
  for (const [Key, Body] of [
    ['seven', template(7)],
    ['fourteen', template(14)],
  ] as const) {
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key, Body }))
  }
  const parent = (key: string) =>
    JSON.stringify({
      Resources: {
        Child: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: `https://templates.s3.us-east-1.amazonaws.com/${key}` },
        },
      },
    })
  const first = await changeSet(fixture, {
    ChangeSetType: 'CREATE',
    TemplateBody: parent('seven'),
    IncludeNestedStacks: true,
  })
  const nested = first.Changes![0]!.ResourceChange!
  t.match(await client.send(new DescribeChangeSetCommand({ ChangeSetName: nested.ChangeSetId })), {
    StackId: nested.PhysicalResourceId,
    ParentChangeSetId: first.ChangeSetId,
    RootChangeSetId: first.ChangeSetId,
    Changes: [{ ResourceChange: { Action: 'Add', LogicalResourceId: 'Group' } }],
  })
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: first.ChangeSetId }))
  t.equal((await rest('s')).StackStatus, 'CREATE_COMPLETE')
  t.equal((await rest(nested.PhysicalResourceId!)).StackStatus, 'CREATE_COMPLETE')

  const same = await changeSet(fixture, {
    ChangeSetName: 'same',
    TemplateBody: parent('seven'),
    IncludeNestedStacks: true,
  })
  t.match(same, { Status: 'FAILED', StatusReason: /didn't contain changes/ })
  const shallow = await changeSet(fixture, { ChangeSetName: 'shallow', TemplateBody: parent('seven') })
  t.match(shallow.Changes, [{ ResourceChange: { Action: 'Modify', Details: [{ ChangeSource: 'Automatic' }] } }])
  const deep = await changeSet(fixture, {
    ChangeSetName: 'deep',
    TemplateBody: parent('fourteen'),
    IncludeNestedStacks: true,
  })
  const changed = await client.send(
    new DescribeChangeSetCommand({ ChangeSetName: deep.Changes![0]!.ResourceChange!.ChangeSetId }),
  )
  t.match(changed.Changes, [{ ResourceChange: { Action: 'Modify', LogicalResourceId: 'Group' } }])
})

t.test('a stack that has only change sets can be deleted', async t => {
  const fixture = await startStacks(t)
  const { StackId } = await changeSet(fixture, { ChangeSetType: 'CREATE', TemplateBody: template(7) })
  await fixture.client.send(new DeleteStackCommand({ StackName: 's' }))
  t.equal((await fixture.rest(StackId!)).StackStatus, 'DELETE_COMPLETE')
  await t.rejects(fixture.client.send(new DescribeStacksCommand({ StackName: 's' })), /does not exist/)
})

t.test('OnStackFailure DELETE removes a stack that cannot be created', async t => {
  const fixture = await startStacks(t)
  await created(fixture, template(7))
  const { StackId } = await changeSet(fixture, {
    StackName: 'second',
    ChangeSetType: 'CREATE',
    TemplateBody: template(7),
    OnStackFailure: 'DELETE',
    DisableValidation: true,
  })
  await fixture.client.send(new ExecuteChangeSetCommand({ ChangeSetName: 'c', StackName: 'second' }))
  t.equal((await fixture.rest(StackId!)).StackStatus, 'DELETE_COMPLETE')
})
