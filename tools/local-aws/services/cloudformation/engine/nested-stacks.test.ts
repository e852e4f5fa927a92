import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ListStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import type { ResourceType } from '../resources/resource-type.ts'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const child = (retention: number, more: object = {}) => ({
  Parameters: { Name: { Type: 'String' } },
  Resources: {
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { Ref: 'Name' }, RetentionInDays: retention } },
    ...more,
  },
  Outputs: { GroupName: { Value: { Ref: 'Group' } } },
})

const parent = (key: string, more: object = {}) =>
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

async function startNested(t: Test, types: readonly ResourceType[] = []) {
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

t.test('a nested stack gets its parameters, gives its outputs, and is deleted with its parent', async t => {
  const { client, rest, put, nested, history } = await startNested(t)
  await put('child.json', child(7))
  await client.send(new CreateStackCommand({ StackName: 'root', TemplateBody: parent('child.json') }))
  const root = await rest('root')
  t.equal(root.StackStatus, 'CREATE_COMPLETE', String(root.StackStatusReason))
  t.match(root.Outputs, [{ OutputKey: 'Seen', OutputValue: '/from/parent' }])
  const inner = await nested()
  t.match(inner, { StackStatus: 'CREATE_COMPLETE', ParentId: root.StackId, RootId: root.StackId })
  t.match(inner.StackName, /^root-Child-[A-Za-z0-9]{12}$/)
  t.ok((await history('root')).includes('After CREATE_COMPLETE'))
  await client.send(new DeleteStackCommand({ StackName: 'root' }))
  t.equal((await rest(root.StackId!)).StackStatus, 'DELETE_COMPLETE')
  t.equal((await rest(inner.StackId!)).StackStatus, 'DELETE_COMPLETE')
})

t.test('a nested stack that fails is named with its resource, and goes in the rollback of its parent', async t => {
  const broken = scriptedType('AWS::Logs::LogGroup', {
    create: async () => {
      throw new Error('no room')
    },
  })
  const { client, rest, put, history } = await startNested(t, [broken.type])
  await put('child.json', child(7))
  await client.send(new CreateStackCommand({ StackName: 'root', TemplateBody: parent('child.json') }))
  t.equal((await rest('root')).StackStatus, 'ROLLBACK_COMPLETE')
  t.match(
    (await history('root')).find(event => event.startsWith('Child CREATE_FAILED')),
    /Embedded stack arn:aws:cloudformation:.* was not successfully created: The following resource\(s\) failed to create: \[Group\]\./,
  )
  const { StackSummaries } = await client.send(new ListStacksCommand({}))
  const inner = StackSummaries!.find(({ ParentId }) => ParentId)!
  t.equal(inner.StackStatus, 'DELETE_COMPLETE')
  t.ok(
    (await history(inner.StackId!)).some(event => event.includes('Group CREATE_FAILED') && event.includes('no room')),
  )
})

t.test('a template that is not there is refused in the words of S3', async t => {
  const { client, rest, history } = await startNested(t)
  await client.send(new CreateStackCommand({ StackName: 'root', TemplateBody: parent('missing.json') }))
  await rest('root')
  t.match(
    (await history('root')).find(event => event.startsWith('Child CREATE_FAILED')),
    /S3 error: The specified key does not exist\./,
  )
})

t.test('an update reaches into the nested stack; one whose template is the same is left alone', async t => {
  const { client, rest, put, nested, history } = await startNested(t)
  await put('child.json', child(7))
  await put('changed.json', child(14))
  await client.send(new CreateStackCommand({ StackName: 'root', TemplateBody: parent('child.json') }))
  await rest('root')
  const inner = (await nested()).StackId!
  const before = (await history(inner)).length
  await client.send(new UpdateStackCommand({ StackName: 'root', TemplateBody: parent('child.json') }))
  t.equal((await rest('root')).StackStatus, 'UPDATE_COMPLETE')
  t.equal((await history(inner)).length, before, 'nothing happened in the nested stack')
  await client.send(new UpdateStackCommand({ StackName: 'root', TemplateBody: parent('changed.json') }))
  t.equal((await rest('root')).StackStatus, 'UPDATE_COMPLETE')
  const events = await history(inner)
  t.ok(events.includes('Group UPDATE_COMPLETE'))
  t.equal(events.at(-1)!.split(' ')[1], 'UPDATE_COMPLETE')
})

t.test('a nested stack drops what has left its template only once its parent has succeeded', async t => {
  const groups = scriptedType('AWS::Logs::LogGroup', {
    create: async ({ LogGroupName }, { logicalId }) => ({ physicalId: LogGroupName ?? logicalId, attributes: {} }),
  })
  const { client, rest, put, nested, history } = await startNested(t, [groups.type])
  await put('child.json', child(7, { Extra: { Type: 'AWS::Logs::LogGroup' } }))
  await put('changed.json', child(14))
  await client.send(new CreateStackCommand({ StackName: 'root', TemplateBody: parent('child.json') }))
  await rest('root')
  const { StackId } = await nested()
  const seen = (await history(StackId!)).length
  await client.send(new UpdateStackCommand({ StackName: 'root', TemplateBody: parent('changed.json') }))
  t.equal((await rest('root')).StackStatus, 'UPDATE_COMPLETE')
  const name = (await nested()).StackName
  t.same((await history(StackId!)).slice(seen), [
    `${name} UPDATE_IN_PROGRESS User Initiated`,
    'Group UPDATE_IN_PROGRESS',
    'Group UPDATE_COMPLETE',
    `${name} UPDATE_COMPLETE`,
    `${name} UPDATE_COMPLETE_CLEANUP_IN_PROGRESS`,
    'Extra DELETE_IN_PROGRESS',
    'Extra DELETE_COMPLETE',
    `${name} UPDATE_COMPLETE`,
  ])
  t.ok(groups.diary.includes('delete Extra'))
})

t.test('a nested stack has the tags and the capabilities of its parent, and tags of its own', async t => {
  const { client, rest, put, nested } = await startNested(t, [scriptedType('AWS::IAM::Role').type])
  const Resources = { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } } }
  await put('roles.json', { Resources })
  const TemplateURL = 'https://s3.us-east-1.amazonaws.com/templates/roles.json'
  const [inherited, own] = [
    { Key: 'inherited', Value: '1' },
    { Key: 'own', Value: '2' },
  ]
  const Child = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL, Tags: [own] } }
  const request = { TemplateBody: JSON.stringify({ Resources: { Child } }), Tags: [inherited] }
  const Capabilities: 'CAPABILITY_IAM'[] = ['CAPABILITY_IAM']
  await client.send(new CreateStackCommand({ StackName: 'root', ...request, Capabilities }))
  t.equal((await rest('root')).StackStatus, 'CREATE_COMPLETE')
  t.same((await nested()).Tags, [inherited, own])
  await client.send(new CreateStackCommand({ StackName: 'other', ...request }))
  t.equal((await rest('other')).StackStatus, 'ROLLBACK_COMPLETE', 'without the capability')
})

t.test('when the parent fails after its nested stack was updated, the nested stack goes back too', async t => {
  const role = scriptedType('AWS::IAM::Role', {
    create: async () => {
      throw new Error('no')
    },
  })
  const { client, rest, put, nested, history, aws } = await startNested(t, [role.type])
  await put('child.json', child(7))
  await put('changed.json', child(14, { New: { Type: 'AWS::Logs::LogGroup' } }))
  await client.send(new CreateStackCommand({ StackName: 'root', TemplateBody: parent('child.json') }))
  await rest('root')
  const more = { Role: { Type: 'AWS::IAM::Role', DependsOn: 'After', Properties: { AssumeRolePolicyDocument: {} } } }
  await client.send(
    new UpdateStackCommand({
      StackName: 'root',
      TemplateBody: parent('changed.json', more),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  )
  t.equal((await rest('root')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  const inner = await nested()
  t.equal(inner.StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.ok((await history(inner.StackId!)).includes('New DELETE_COMPLETE'))
  const state = aws.account.cloudFormation.find(inner.StackId!)!
  t.match(state.resources.get('Group')!.properties, { RetentionInDays: 7 })
})

t.test('a nested stack whose own update fails says why in the parent, and rolls back once', async t => {
  let fails = false
  const groups = scriptedType('AWS::Logs::LogGroup', {
    update: async ({ physicalId }) => {
      fails = !fails
      if (fails) throw new Error('not today')
      return { physicalId, attributes: {} }
    },
  })
  const { client, rest, put, nested, history } = await startNested(t, [groups.type])
  await put('child.json', child(7))
  await put('changed.json', child(14))
  await client.send(new CreateStackCommand({ StackName: 'root', TemplateBody: parent('child.json') }))
  await rest('root')
  await client.send(new UpdateStackCommand({ StackName: 'root', TemplateBody: parent('changed.json') }))
  t.equal((await rest('root')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.match(
    (await history('root')).find(event => event.startsWith('Child UPDATE_FAILED')),
    /was not successfully updated\. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following resource\(s\) failed to update: \[Group\]\./,
  )
  t.equal((await nested()).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
})
