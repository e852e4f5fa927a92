import { CreateChangeSetCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { startStacks } from '../stack-fixture.ts'

const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' } } })

t.test('the template of a change set is found by its ARN, while that of its stack is still empty', async t => {
  const { client, rest } = await startStacks(t)
  const request = { StackName: 's', ChangeSetName: 'c', ChangeSetType: 'CREATE' as const, TemplateBody }
  const { Id } = await client.send(new CreateChangeSetCommand(request))
  await rest('s')
  t.equal((await client.send(new GetTemplateCommand({ ChangeSetName: Id }))).TemplateBody, TemplateBody)
  t.equal((await client.send(new GetTemplateCommand({ StackName: 's' }))).TemplateBody, '{}')
  await t.rejects(client.send(new GetTemplateCommand({})), {
    name: 'ValidationError',
    message: 'StackName is required if ChangeSetName is not specified.',
    $metadata: { httpStatusCode: 400 },
  })
})
