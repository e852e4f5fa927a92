import { CreateChangeSetCommand, ListChangeSetsCommand } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { startStacks } from '../stack-fixture.ts'

const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' } } })

t.test('a stack with only change sets gets another CREATE change set by its name and by its ARN', async t => {
  const { client, rest } = await startStacks(t)
  const create = async (ChangeSetName: string, StackName: string) => {
    const request = { ChangeSetName, StackName, ChangeSetType: 'CREATE' as const, TemplateBody }
    const { StackId } = await client.send(new CreateChangeSetCommand(request))
    await rest(StackId!)
    return StackId!
  }
  const StackId = await create('a', 's')
  t.equal(await create('b', 's'), StackId)
  t.equal(await create('c', StackId), StackId)
  const { Summaries } = await client.send(new ListChangeSetsCommand({ StackName: 's' }))
  t.same(
    Summaries!.map(({ ChangeSetName }) => ChangeSetName),
    ['a', 'b', 'c'],
  )
})
