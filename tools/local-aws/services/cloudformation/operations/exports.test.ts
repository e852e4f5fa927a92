import {
  CreateStackCommand,
  DeleteStackCommand,
  ListExportsCommand,
  ListImportsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { startStacks } from '../stack-fixture.ts'

const exporter = (value: string, name = 'shared') =>
  JSON.stringify({
    Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: value } } },
    Outputs: { Name: { Value: { Ref: 'Group' }, Export: { Name: name } } },
  })

const importer = JSON.stringify({
  Resources: {
    Group: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'shared' }, '/more']] } },
    },
  },
})

t.test('an imported export can be neither deleted nor changed', async t => {
  const { client, rest } = await startStacks(t)
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 'a', TemplateBody: exporter('/a') }))
  await rest('a')
  await client.send(new CreateStackCommand({ StackName: 'b', TemplateBody: importer }))
  t.equal((await rest('b')).StackStatus, 'CREATE_COMPLETE')
  t.match((await client.send(new ListExportsCommand({}))).Exports, [
    { Name: 'shared', Value: '/a', ExportingStackId: StackId },
  ])
  t.same((await client.send(new ListImportsCommand({ ExportName: 'shared' }))).Imports, ['b'])

  await client.send(new DeleteStackCommand({ StackName: 'a' }))
  t.match(await rest('a'), {
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: 'Export shared cannot be deleted as it is in use by b',
  })
  await client.send(new DeleteStackCommand({ StackName: 'b' }))
  await t.rejects(
    rest('b').then(() => rest('b')),
    /does not exist/,
  )
  await client.send(new DeleteStackCommand({ StackName: 'a' }))
  t.equal((await rest(StackId!)).StackStatus, 'DELETE_COMPLETE')
})

t.test('changing an imported export rolls the update back', async t => {
  const { client, rest } = await startStacks(t)
  await client.send(new CreateStackCommand({ StackName: 'a', TemplateBody: exporter('/a') }))
  await rest('a')
  await client.send(new CreateStackCommand({ StackName: 'b', TemplateBody: importer }))
  await rest('b')
  await client.send(new UpdateStackCommand({ StackName: 'a', TemplateBody: exporter('/other') }))
  const { StackStatus, Outputs } = await rest('a')
  t.equal(StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.equal(Outputs![0]!.OutputValue, '/a')
})

t.test('a name can be exported once, and only an exported name can be imported', async t => {
  const { client, rest, history } = await startStacks(t)
  await client.send(new CreateStackCommand({ StackName: 'b', TemplateBody: importer }))
  t.equal((await rest('b')).StackStatus, 'ROLLBACK_COMPLETE')
  t.ok((await history('b')).some(event => event.includes('No export named shared found')))
  await client.send(new CreateStackCommand({ StackName: 'a', TemplateBody: exporter('/a') }))
  await rest('a')
  await client.send(new CreateStackCommand({ StackName: 'c', TemplateBody: exporter('/c') }))
  await rest('c')
  t.match(
    (await history('c')).find(event => event.includes('ROLLBACK_IN_PROGRESS')),
    /Export with name shared is already exported by stack a\./,
  )
})
