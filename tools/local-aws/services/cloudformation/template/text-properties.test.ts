import { CreateStackCommand, DescribeStackResourcesCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { startStacks } from '../stack-fixture.ts'
import { withTexts } from './text-properties.ts'

t.test('numbers and booleans become text where the specification asks for a string, and nowhere else', async t => {
  t.same(
    withTexts('AWS::Logs::LogGroup', { LogGroupName: 2024, RetentionInDays: 7, Tags: [{ Key: 1, Value: true }] }),
    { LogGroupName: '2024', RetentionInDays: 7, Tags: [{ Key: '1', Value: 'true' }] },
    'a name, an integer, tags',
  )
  t.same(
    withTexts('AWS::Lambda::Function', { Environment: { Variables: { A: 1.5, B: false, C: 'x' } }, Timeout: 3 }),
    { Environment: { Variables: { A: '1.5', B: 'false', C: 'x' } }, Timeout: 3 },
    'a map in a structure',
  )
  const AssumeRolePolicyDocument = { Statement: [{ Condition: { Bool: { 'aws:SecureTransport': true } } }] }
  t.same(
    withTexts('AWS::IAM::Role', { AssumeRolePolicyDocument, Path: '/', Nothing: 1 }),
    { AssumeRolePolicyDocument, Path: '/', Nothing: 1 },
    'a document, and a property that the type does not have',
  )
  t.same(withTexts('Unknown::Type', { A: 1 }), { A: 1 })
  const wrong = { LogGroupName: ['a'], Tags: { Key: 1 } }
  t.same(withTexts('AWS::Logs::LogGroup', wrong), wrong, 'a value of another form is left to the validation')
})

t.test('a number as a name is text, and writing it as text later changes nothing', async t => {
  const { client, rest } = await startStacks(t)
  const body = (LogGroupName: unknown) =>
    JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } } } })
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: body(2024) }))
  t.equal((await rest('s')).StackStatus, 'CREATE_COMPLETE')
  const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 's' }))
  t.match(StackResources, [{ PhysicalResourceId: '2024' }])
  await t.rejects(client.send(new UpdateStackCommand({ StackName: 's', TemplateBody: body('2024') })), {
    message: 'No updates are to be performed.',
  })
})
