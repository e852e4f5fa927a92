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

t.test('a stack whose export is imported stays as it was when it is deleted, and can be deleted later', async t => {
  const { client, rest, history } = await startStacks(t)
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 'a', TemplateBody: exporter('/a') }))
  await rest('a')
  await client.send(new CreateStackCommand({ StackName: 'b', TemplateBody: importer }))
  t.equal((await rest('b')).StackStatus, 'CREATE_COMPLETE')
  t.match((await client.send(new ListExportsCommand({}))).Exports, [
    { Name: 'shared', Value: '/a', ExportingStackId: StackId },
  ])
  t.same((await client.send(new ListImportsCommand({ ExportName: 'shared' }))).Imports, ['b'])

  await client.send(new DeleteStackCommand({ StackName: 'a' }))
  const StackStatusReason = 'Delete canceled. Cannot delete export shared as it is in use by b.'
  t.match(await rest('a'), { StackStatus: 'CREATE_COMPLETE', StackStatusReason })
  const [progress, canceled] = (await history('a')).slice(-2)
  t.equal(progress, 'a DELETE_IN_PROGRESS User Initiated')
  t.equal(canceled, `a CREATE_COMPLETE ${StackStatusReason}`)
  await client.send(new DeleteStackCommand({ StackName: 'b' }))
  await t.rejects(
    rest('b').then(() => rest('b')),
    /does not exist/,
  )
  await client.send(new DeleteStackCommand({ StackName: 'a' }))
  t.equal((await rest(StackId!)).StackStatus, 'DELETE_COMPLETE')
})

t.test('an update that changes or drops an imported export is rolled back, and names all importers', async t => {
  const { client, rest, history } = await startStacks(t)
  await client.send(new CreateStackCommand({ StackName: 'a', TemplateBody: exporter('/a') }))
  await rest('a')
  for (const [StackName, TemplateBody] of [
    ['b', importer],
    ['c', importer.replace('/more', '/c')],
    ['d', importer.replace('/more', '/d')],
  ]) {
    await client.send(new CreateStackCommand({ StackName, TemplateBody }))
    await rest(StackName!)
  }
  for (const [TemplateBody, words] of [
    [exporter('/other'), 'Update canceled. Cannot update export shared as it is in use by b, c and d.'],
    [exporter('/a', 'renamed'), 'Delete canceled. Cannot delete export shared as it is in use by b, c and d.'],
  ] as const) {
    await client.send(new UpdateStackCommand({ StackName: 'a', TemplateBody }))
    const { StackStatus, Outputs } = await rest('a')
    t.equal(StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
    t.match(Outputs, [{ OutputValue: '/a', ExportName: 'shared' }])
    t.ok((await history('a')).includes(`a UPDATE_ROLLBACK_IN_PROGRESS ${words}`))
  }
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
