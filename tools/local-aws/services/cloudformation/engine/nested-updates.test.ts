import { ContinueUpdateRollbackCommand, CreateStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { scriptedType } from '../stack-fixture.ts'
import { child, parent, startNested } from './nested-fixture.ts'

t.test('an update changes the nested stack, unless its template is the same', async t => {
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

t.test('a nested stack deletes removed resources only after its parent has succeeded', async t => {
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

t.test('if the parent fails after its nested stack was updated, the nested stack is rolled back too', async t => {
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

t.test('a nested stack whose own update fails gives its reason in the parent, and rolls back once', async t => {
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

t.test('a nested stack that cannot roll back prevents the rollback of its parent', async t => {
  let fails = true
  const groups = scriptedType('AWS::Logs::LogGroup', {
    update: async ({ physicalId }) => {
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
  t.equal((await rest('root')).StackStatus, 'UPDATE_ROLLBACK_FAILED')
  t.equal((await nested()).StackStatus, 'UPDATE_ROLLBACK_FAILED')
  t.match(
    (await history('root')).at(-2),
    /^Child UPDATE_FAILED Embedded stack .* was not successfully updated: The following/,
  )
  fails = false
  await client.send(new ContinueUpdateRollbackCommand({ StackName: 'root' }))
  t.equal((await rest('root')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.equal((await nested()).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
})
