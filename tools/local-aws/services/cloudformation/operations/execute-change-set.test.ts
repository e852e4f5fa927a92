import {
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
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
