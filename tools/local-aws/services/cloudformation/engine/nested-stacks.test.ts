import { CreateStackCommand, DeleteStackCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { scriptedType } from '../stack-fixture.ts'
import { child, parent, startNested } from './nested-fixture.ts'

t.test('a nested stack gets its parameters, returns its outputs, and is deleted with its parent', async t => {
  const { client, rest, put, nested, history } = await startNested(t)
  await put('child.json', child(7))
  await client.send(new CreateStackCommand({ StackName: 'root', TemplateBody: parent('child.json') }))
  const root = await rest('root')
  t.equal(root.StackStatus, 'CREATE_COMPLETE', String(root.StackStatusReason))
  t.match(root.Outputs, [{ OutputKey: 'Seen', OutputValue: '/from/parent' }])
  const inner = await nested()
  t.match(inner, {
    StackStatus: 'CREATE_COMPLETE',
    ParentId: root.StackId,
    RootId: root.StackId,
    DisableRollback: false,
  })
  t.match(inner.StackName, /^root-Child-[A-Za-z0-9]{12}$/)
  t.ok((await history('root')).includes('After CREATE_COMPLETE'))
  await client.send(new DeleteStackCommand({ StackName: 'root' }))
  t.equal((await rest(root.StackId!)).StackStatus, 'DELETE_COMPLETE')
  t.equal((await rest(inner.StackId!)).StackStatus, 'DELETE_COMPLETE')
})

t.test('a failed nested stack is named with its resource, and is removed by the rollback of its parent', async t => {
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

t.test('a missing template is refused in the words of S3', async t => {
  const { client, rest, history } = await startNested(t)
  await client.send(new CreateStackCommand({ StackName: 'root', TemplateBody: parent('missing.json') }))
  await rest('root')
  t.match(
    (await history('root')).find(event => event.startsWith('Child CREATE_FAILED')),
    /S3 error: The specified key does not exist\./,
  )
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

t.test('the parent of a nested stack with a wrong property names the property', async t => {
  const { client, rest, put, history } = await startNested(t)
  await put('child.json', child(2))
  await client.send(new CreateStackCommand({ StackName: 'root', TemplateBody: parent('child.json') }))
  await rest('root')
  t.match(
    (await history('root')).find(event => event.startsWith('Child CREATE_FAILED')),
    /PropertyValidation\].* Group: 2 is not a valid enum value\./,
  )
})
