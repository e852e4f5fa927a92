import {
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import t from 'tap'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const twoGroups = JSON.stringify({
  Resources: {
    First: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/first', RetentionInDays: 7 } },
    Second: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::Sub': '${First}-second' } } },
  },
  Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Second', 'Arn'] }, Description: 'of the second' } },
})

t.test('a stack is created in dependency order, with the events of AWS', async t => {
  const { aws, client, rest, history } = await startStacks(t)
  await client.send(new CreateStackCommand({ StackName: 'groups', TemplateBody: twoGroups }))
  const stack = await rest('groups')
  t.equal(stack.StackStatus, 'CREATE_COMPLETE')
  t.match(stack.Outputs, [
    {
      OutputKey: 'Arn',
      OutputValue: 'arn:aws:logs:us-east-1:000000000000:log-group:/first-second:*',
      Description: 'of the second',
    },
  ])
  t.same(await history('groups'), [
    'groups CREATE_IN_PROGRESS User Initiated',
    'First CREATE_IN_PROGRESS',
    'First CREATE_IN_PROGRESS Resource creation Initiated',
    'First CREATE_COMPLETE',
    'Second CREATE_IN_PROGRESS',
    'Second CREATE_IN_PROGRESS Resource creation Initiated',
    'Second CREATE_COMPLETE',
    'groups CREATE_COMPLETE',
  ])
  const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: 'groups' }))
  const first = StackEvents!.findLast(({ LogicalResourceId }) => LogicalResourceId === 'First')
  t.same(JSON.parse(first!.ResourceProperties!), { LogGroupName: '/first', RetentionInDays: '7' })
  const logs = new CloudWatchLogsClient({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials })
  t.teardown(() => logs.destroy())
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}))
  t.match(logGroups, [{ logGroupName: '/first', retentionInDays: 7 }, { logGroupName: '/first-second' }])
})

t.test('a failed creation is rolled back and names the resource and the reason', async t => {
  const { aws, client, rest, history } = await startStacks(t)
  const logs = new CloudWatchLogsClient({ endpoint: aws.endpoint, region: aws.region, credentials: aws.credentials })
  t.teardown(() => logs.destroy())
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/first-second' }))
  await client.send(new CreateStackCommand({ StackName: 'groups', TemplateBody: twoGroups, DisableValidation: true }))
  const stack = await rest('groups')
  t.equal(stack.StackStatus, 'ROLLBACK_COMPLETE')
  const events = await history('groups')
  t.match(events, [
    'groups CREATE_IN_PROGRESS User Initiated',
    'First CREATE_IN_PROGRESS',
    'First CREATE_IN_PROGRESS Resource creation Initiated',
    'First CREATE_COMPLETE',
    'Second CREATE_IN_PROGRESS',
    /^Second CREATE_FAILED Resource handler returned message: ".*already exists\." \(RequestToken: .*, HandlerErrorCode: AlreadyExists\)$/,
    'groups ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Second]. Rollback requested by user.',
    'Second DELETE_COMPLETE',
    'First DELETE_IN_PROGRESS',
    'First DELETE_COMPLETE',
    'groups ROLLBACK_COMPLETE',
  ])
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}))
  t.same(
    logGroups!.map(({ logGroupName }) => logGroupName),
    ['/first-second'],
  )
})

const siblings = JSON.stringify({
  Resources: {
    Slow: { Type: 'AWS::Logs::LogGroup' },
    Broken: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
    Later: { Type: 'AWS::Logs::LogGroup', DependsOn: ['Slow', 'Broken'] },
  },
})

t.test('running siblings are cancelled, awaited, and removed by the rollback', async t => {
  const slow = scriptedType('AWS::Logs::LogGroup', {
    create: async (_properties, { signal, initiated }) => {
      initiated('slow-1')
      await new Promise(resolve => signal.addEventListener('abort', resolve))
      return { physicalId: 'slow-1', attributes: {} }
    },
  })
  const broken = scriptedType('AWS::IAM::Role', {
    create: async () => {
      await new Promise(resolve => setImmediate(resolve))
      throw new Error('no such trust')
    },
  })
  const { client, rest, history } = await startStacks(t, [slow.type, broken.type])
  await client.send(
    new CreateStackCommand({ StackName: 'both', TemplateBody: siblings, Capabilities: ['CAPABILITY_IAM'] }),
  )
  await rest('both')
  const events = await history('both')
  t.ok(events.includes('Slow CREATE_FAILED Resource creation cancelled'))
  t.ok(events.some(event => event.startsWith('both ROLLBACK_IN_PROGRESS') && /\[(Broken, Slow)\]/.test(event)))
  t.notOk(
    events.some(event => event.startsWith('Later')),
    'a resource that was not started has no events',
  )
  t.same(slow.diary, ['create Slow', 'delete slow-1'])
})

t.test('DisableRollback keeps the created resources', async t => {
  const broken = scriptedType('AWS::IAM::Role', {
    create: async () => {
      throw new Error('no such trust')
    },
  })
  const groups = scriptedType('AWS::Logs::LogGroup')
  const { client, rest } = await startStacks(t, [broken.type, groups.type])
  const template = {
    Resources: {
      Group: { Type: 'AWS::Logs::LogGroup' },
      Broken: { ...JSON.parse(siblings).Resources.Broken, DependsOn: 'Group' },
    },
  }
  await client.send(
    new CreateStackCommand({
      StackName: 'kept',
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_IAM'],
      DisableRollback: true,
    }),
  )
  t.match(await rest('kept'), {
    StackStatus: 'CREATE_FAILED',
    StackStatusReason: 'The following resource(s) failed to create: [Broken].',
    DisableRollback: true,
  })
  const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 'kept' }))
  t.match(StackResources, [
    { LogicalResourceId: 'Group', ResourceStatus: 'CREATE_COMPLETE', PhysicalResourceId: 'Group-1' },
    { LogicalResourceId: 'Broken', ResourceStatus: 'CREATE_FAILED', ResourceStatusReason: /no such trust/ },
  ])
  t.same(groups.diary, ['create Group'])
})

t.test('Retain survives a rollback, RetainExceptOnCreate does not', async t => {
  const groups = scriptedType('AWS::Logs::LogGroup')
  const broken = scriptedType('AWS::IAM::Role', {
    create: async () => {
      throw new Error('no such trust')
    },
  })
  const { client, rest, history } = await startStacks(t, [groups.type, broken.type])
  const template = {
    Resources: {
      Kept: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain' },
      Dropped: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'RetainExceptOnCreate' },
      Broken: { ...JSON.parse(siblings).Resources.Broken, DependsOn: ['Kept', 'Dropped'] },
    },
  }
  await client.send(
    new CreateStackCommand({
      StackName: 'kept',
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  )
  await rest('kept')
  t.same(
    groups.diary.filter(entry => entry.startsWith('delete')),
    ['delete Dropped-1'],
  )
  t.ok((await history('kept')).includes('Kept DELETE_SKIPPED'))
})
