import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  paginateDescribeStackEvents,
  SetStackPolicyCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const many = JSON.stringify({
  Description: 'forty groups',
  Parameters: { Secret: { Type: 'String', NoEcho: true }, Open: { Type: 'String', Default: 'o' } },
  Resources: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`G${i}`, { Type: 'AWS::Logs::LogGroup' }])),
})

t.test('a stack is described as it was requested, and its secrets are hidden', async t => {
  const { client, rest } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  const Tags = [{ Key: 'team', Value: 'storage' }]
  const { StackId } = await client.send(
    new CreateStackCommand({
      StackName: 'many',
      TemplateBody: many,
      Tags,
      Parameters: [{ ParameterKey: 'Secret', ParameterValue: 's3cret' }],
    }),
  )
  t.match(StackId, /^arn:aws:cloudformation:us-east-1:000000000000:stack\/many\/[0-9a-f-]{36}$/)
  t.match(await rest('many'), {
    StackId,
    Description: 'forty groups',
    Tags,
    Parameters: [
      { ParameterKey: 'Secret', ParameterValue: '****' },
      { ParameterKey: 'Open', ParameterValue: 'o' },
    ],
    EnableTerminationProtection: false,
  })
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: 'many' }))
  t.equal(TemplateBody, many)
})

t.test('events have pages, newest first, and each event has its own id', async t => {
  const { client, rest } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  await client.send(
    new CreateStackCommand({
      StackName: 'many',
      TemplateBody: many,
      Parameters: [{ ParameterKey: 'Secret', ParameterValue: 's' }],
    }),
  )
  await rest('many')
  const pages: number[] = []
  const ids = new Set<string>()
  let latest = Number.POSITIVE_INFINITY
  for await (const { StackEvents } of paginateDescribeStackEvents({ client }, { StackName: 'many' })) {
    pages.push(StackEvents!.length)
    for (const { EventId, Timestamp } of StackEvents!) {
      ids.add(EventId!)
      if (Timestamp!.getTime() >= latest) t.fail(`${EventId} is out of order`)
      latest = Timestamp!.getTime()
    }
  }
  t.same(pages, [100, 22])
  t.equal(ids.size, 122)
})

t.test('resources are listed and described with their physical ids', async t => {
  const { client, rest } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  const TemplateBody = JSON.stringify({
    Resources: { Group: { Type: 'AWS::Logs::LogGroup', Metadata: { why: 'test' } } },
  })
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody }))
  await rest('s')
  const expected = {
    LogicalResourceId: 'Group',
    PhysicalResourceId: 'Group-1',
    ResourceType: 'AWS::Logs::LogGroup',
    ResourceStatus: 'CREATE_COMPLETE',
  }
  const listed = await client.send(new ListStackResourcesCommand({ StackName: 's' }))
  t.match(listed.StackResourceSummaries, [expected])
  const byId = await client.send(new DescribeStackResourcesCommand({ PhysicalResourceId: 'Group-1' }))
  t.match(byId.StackResources, [{ ...expected, StackName: 's' }])
  const one = await client.send(new DescribeStackResourceCommand({ StackName: 's', LogicalResourceId: 'Group' }))
  t.match(one.StackResourceDetail, { ...expected, Metadata: '{"why":"test"}' })
  await t.rejects(client.send(new DescribeStackResourceCommand({ StackName: 's', LogicalResourceId: 'None' })), {
    message: 'Resource None does not exist for stack s',
  })
})

t.test('ListStacks filters by status and remembers deleted stacks', async t => {
  const { client, rest } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' } } })
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 'gone', TemplateBody }))
  await rest('gone')
  await client.send(new DeleteStackCommand({ StackName: 'gone' }))
  await rest(StackId!)
  await client.send(new CreateStackCommand({ StackName: 'here', TemplateBody }))
  await rest('here')
  const { StackSummaries } = await client.send(new ListStacksCommand({}))
  t.match(StackSummaries, [{ StackName: 'here' }, { StackName: 'gone', StackStatus: 'DELETE_COMPLETE' }])
  const deleted = await client.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }))
  t.match(deleted.StackSummaries, [{ StackName: 'gone' }])
  t.equal(deleted.StackSummaries!.length, 1)
  const { Stacks } = await client.send(new DescribeStacksCommand({}))
  t.same(
    Stacks!.map(({ StackName }) => StackName),
    ['here'],
  )
})

t.test('names, tokens and members are refused in AWS’s words, or as not implemented', async t => {
  const { client, rest } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' } } })
  await t.rejects(client.send(new CreateStackCommand({ StackName: '1st', TemplateBody })), {
    name: 'ValidationError',
    message: /'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern/,
  })
  const first = await client.send(new CreateStackCommand({ StackName: 's', TemplateBody, ClientRequestToken: 'once' }))
  const again = await client.send(new CreateStackCommand({ StackName: 's', TemplateBody, ClientRequestToken: 'once' }))
  t.equal(again.StackId, first.StackId)
  await rest('s')
  await t.rejects(client.send(new CreateStackCommand({ StackName: 's', TemplateBody })), {
    name: 'AlreadyExistsException',
    message: 'Stack [s] already exists',
  })
  await t.rejects(client.send(new UpdateStackCommand({ StackName: 's', TemplateBody })), {
    message: 'No updates are to be performed.',
  })
  await t.rejects(
    client.send(new CreateStackCommand({ StackName: 't', TemplateBody, NotificationARNs: ['arn:aws:sns:x'] })),
    {
      name: 'NotImplemented',
      message: /NotificationARNs/,
    },
  )
  await t.rejects(client.send(new SetStackPolicyCommand({ StackName: 's', StackPolicyBody: '{}' })), {
    name: 'NotImplemented',
  })
})
