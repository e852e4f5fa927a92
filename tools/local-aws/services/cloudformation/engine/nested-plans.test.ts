import { CreateChangeSetCommand, CreateStackCommand, DescribeChangeSetCommand } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { child, startNested } from './nested-fixture.ts'

const url = (key: string) => `https://s3.us-east-1.amazonaws.com/templates/${key}`
const nested = (key: string, Parameters: object) => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: { TemplateURL: url(key), Parameters },
})
const output = { 'Fn::GetAtt': ['First', 'Outputs.GroupName'] }
const two = (first: string, second: string) =>
  JSON.stringify({
    Resources: { First: nested('first.json', { Name: first }), Second: nested(second, { Name: output }) },
  })
const named = (declaration: object, LogGroupName: unknown) => ({
  Parameters: { Name: { Type: 'String', ...declaration } },
  Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } } },
})

const fixture = await startNested(t)
const { client, rest, put } = fixture
await put('first.json', child(1))
await put('plain.json', named({ MinLength: 1 }, { 'Fn::Sub': '${Name}/after' }))
await put('pattern.json', named({ AllowedPattern: '/[a-z]+' }, { 'Fn::Sub': '${Name}/after' }))
await put('select.json', named({}, { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Name' }] }] }))

async function plan(StackName: string, TemplateBody: string, ChangeSetType: 'CREATE' | 'UPDATE') {
  const request = { StackName, TemplateBody, ChangeSetName: 'c', ChangeSetType, IncludeNestedStacks: true }
  const { Id } = await client.send(new CreateChangeSetCommand(request))
  await rest(StackName)
  return client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
}

t.test("a nested plan fails where the placeholder for another stack's output is used as its value", async t => {
  for (const [key, Status, reason] of [
    ['plain.json', 'CREATE_COMPLETE', undefined],
    ['pattern.json', 'FAILED', /must match pattern/],
    ['select.json', 'FAILED', /Fn::Select cannot select nonexistent value at index 1/],
  ] as const) {
    const { Status: status, StatusReason } = await plan(key.slice(0, -5), two('/one', key), 'CREATE')
    t.equal(status, Status, String(StatusReason))
    if (reason) t.match(StatusReason, reason)
  }
})

t.test(
  'a creation finds values that its plan could not know, and an update without new outputs knows them',
  async t => {
    await put('pattern.json', named({ AllowedPattern: '/[a-z]+' }, { 'Fn::Sub': '${Name}/after' }))
    const TemplateBody = two('/created', 'pattern.json')
    await client.send(new CreateStackCommand({ StackName: 'created', TemplateBody }))
    t.equal((await rest('created')).StackStatus, 'CREATE_COMPLETE')
    const { Status, StatusReason } = await plan('created', TemplateBody, 'UPDATE')
    t.match({ Status, StatusReason }, { Status: 'FAILED', StatusReason: /didn't contain changes/ })
  },
)

t.test('the plan of an update that replaces an output does not use its old value', async t => {
  await client.send(new CreateStackCommand({ StackName: 'anew', TemplateBody: two('/old', 'pattern.json') }))
  t.equal((await rest('anew')).StackStatus, 'CREATE_COMPLETE')
  const { Status, StatusReason } = await plan('anew', two('/new', 'pattern.json'), 'UPDATE')
  t.match({ Status, StatusReason }, { Status: 'FAILED', StatusReason: /must match pattern/ })
})
