import {
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  CreateStackCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' } } })

t.test('a change set shows that it is being executed, and then the outcome', async t => {
  let finish = () => {}
  const held = new Promise<void>(resolve => (finish = resolve))
  const groups = scriptedType('AWS::Logs::LogGroup', {
    create: async () => {
      await held
      return { physicalId: 'g', attributes: {} }
    },
  })
  const { client, rest } = await startStacks(t, [groups.type])
  const request = { StackName: 's', ChangeSetName: 'c', ChangeSetType: 'CREATE' as const, TemplateBody }
  const { Id: ChangeSetName } = await client.send(new CreateChangeSetCommand(request))
  await rest('s')
  const status = async () => (await client.send(new DescribeChangeSetCommand({ ChangeSetName }))).ExecutionStatus
  t.equal(await status(), 'AVAILABLE')
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName }))
  t.equal(await status(), 'EXECUTE_IN_PROGRESS')
  finish()
  await rest('s')
  t.equal(await status(), 'EXECUTE_COMPLETE')
})

t.test('an update of the stack makes its change sets obsolete, and an update that is rolled back does not', async t => {
  const groups = scriptedType('AWS::Logs::LogGroup', {
    update: async ({ physicalId, after }) => {
      if (after.RetentionInDays === 5) throw new Error('refused')
      return { physicalId, attributes: {} }
    },
  })
  const { client, rest } = await startStacks(t, [groups.type])
  const retention = (RetentionInDays: number) =>
    JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays } } } })
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: retention(1) }))
  await rest('s')
  const named = { StackName: 's', ChangeSetName: 'c' }
  await client.send(new CreateChangeSetCommand({ ...named, TemplateBody: retention(3) }))
  await rest('s')
  const update = async (days: number) => {
    await client.send(new UpdateStackCommand({ StackName: 's', TemplateBody: retention(days) }))
    const { StackStatus } = await rest('s')
    return [StackStatus, (await client.send(new DescribeChangeSetCommand(named))).ExecutionStatus]
  }
  t.same(await update(5), ['UPDATE_ROLLBACK_COMPLETE', 'AVAILABLE'])
  t.same(await update(7), ['UPDATE_COMPLETE', 'OBSOLETE'])
  await t.rejects(client.send(new ExecuteChangeSetCommand(named)), {
    name: 'InvalidChangeSetStatusException',
    message: /cannot be executed in its current execution status of \[OBSOLETE\]$/,
  })
})

t.test('a change set cannot be executed twice', async t => {
  const { client, rest } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  const request = { StackName: 's', ChangeSetName: 'c', ChangeSetType: 'CREATE' as const, TemplateBody }
  const { Id: ChangeSetName } = await client.send(new CreateChangeSetCommand(request))
  await rest('s')
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName }))
  await rest('s')
  await t.rejects(client.send(new ExecuteChangeSetCommand({ ChangeSetName })), {
    name: 'InvalidChangeSetStatusException',
    message: /cannot be executed in its current execution status of \[EXECUTE_COMPLETE\]$/,
  })
})
