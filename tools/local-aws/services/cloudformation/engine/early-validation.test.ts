import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  UpdateStackCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { startStacks } from '../stack-fixture.ts'

const template = (properties: object, type = 'AWS::Logs::LogGroup') =>
  JSON.stringify({ Resources: { Thing: { Type: type, Properties: properties } } })

t.test('a change set whose template has wrong properties fails, and DescribeEvents has the reason', async t => {
  const { client, rest } = await startStacks(t)
  const TemplateBody = template({ LogGroupNam: 'x', RetentionInDays: 2, Tags: ['text'] })
  const { Id } = await client.send(
    new CreateChangeSetCommand({ StackName: 's', ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody }),
  )
  await rest('s')
  t.match(await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id })), {
    Status: 'FAILED',
    StatusReason:
      'The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. ' +
      'To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.',
  })
  const { OperationEvents } = await client.send(
    new DescribeEventsCommand({ ChangeSetName: Id, Filters: { FailedEvents: true } }),
  )
  t.match(
    OperationEvents!.map(({ ValidationPath, ValidationStatusReason }) => `${ValidationPath} ${ValidationStatusReason}`),
    [
      '/Resources/Thing/Properties/Tags/0 expected type: JSONObject, found: String',
      '/Resources/Thing/Properties/RetentionInDays 2 is not a valid enum value',
      '/Resources/Thing/Properties/LogGroupNam Unsupported property [LogGroupNam]',
    ],
  )
})

t.test('CreateStack stops before anything is created', async t => {
  const { client, rest, history } = await startStacks(t)
  const TemplateBody = template({ Description: 'no trust policy' }, 'AWS::IAM::Role')
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody, Capabilities: ['CAPABILITY_IAM'] }))
  t.equal((await rest('s')).StackStatus, 'ROLLBACK_COMPLETE')
  t.notOk((await history('s')).some(event => event.startsWith('Thing')))
  const { OperationEvents } = await client.send(
    new DescribeEventsCommand({ StackName: 's', Filters: { FailedEvents: true } }),
  )
  t.match(OperationEvents, [
    {
      EventType: 'VALIDATION_ERROR',
      LogicalResourceId: 'Thing',
      ValidationStatusReason: 'Required property [AssumeRolePolicyDocument] not found',
    },
  ])
})

t.test('UpdateStack stops before anything is changed, unless validation is disabled', async t => {
  const { client, rest, history } = await startStacks(t)
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: template({ LogGroupName: '/g' }) }))
  await rest('s')
  const wrong = template({ LogGroupName: '/g', RetentionInDays: 2 })
  const failure = async (DisableValidation?: boolean) => {
    const seen = (await history('s')).length
    await client.send(new UpdateStackCommand({ StackName: 's', TemplateBody: wrong, DisableValidation }))
    t.equal((await rest('s')).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
    return (await history('s')).slice(seen)
  }
  const stopped = await failure()
  t.match(stopped[1], /^s UPDATE_ROLLBACK_IN_PROGRESS The following hook\(s\)\/validation failed/)
  t.notOk(stopped.some(event => event.startsWith('Thing')))
  const { OperationEvents } = await client.send(
    new DescribeEventsCommand({ StackName: 's', Filters: { FailedEvents: true } }),
  )
  t.match(OperationEvents, [{ OperationType: 'UPDATE_STACK', LogicalResourceId: 'Thing', PhysicalResourceId: '/g' }])
  t.ok(
    (await failure(true)).some(event => event.startsWith('Thing UPDATE_FAILED')),
    'then the service refuses it',
  )
})

t.test('a template with a forbidden part is refused before a stack exists', async t => {
  const { client } = await startStacks(t)
  const refused = async (TemplateBody: string, error: { name?: string; message: string }) =>
    t.rejects(client.send(new CreateStackCommand({ StackName: 's', TemplateBody })), error)
  await refused(template({}, 'AWS::Nothing::Here'), {
    name: 'ValidationError',
    message: 'Template format error: Unrecognized resource types: [AWS::Nothing::Here]',
  })
  await refused(template({ AssumeRolePolicyDocument: {} }, 'AWS::IAM::Role'), {
    name: 'InsufficientCapabilitiesException',
    message: 'Requires capabilities : [CAPABILITY_IAM]',
  })
  await refused(template({ AssumeRolePolicyDocument: {}, RoleName: 'r' }, 'AWS::IAM::Role'), {
    message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
  })
  await refused(
    JSON.stringify({
      Resources: { Group: { Type: 'AWS::Logs::LogGroup' } },
      Outputs: { O: { Value: { 'Fn::GetAtt': ['Group', 'Nope'] } } },
    }),
    { message: 'Template error: resource Group does not support attribute type Nope in Fn::GetAtt' },
  )
})

t.test('ValidateTemplate lists parameters and capabilities', async t => {
  const { client } = await startStacks(t)
  const TemplateBody = JSON.stringify({
    Description: 'd',
    Parameters: { P: { Type: 'String', Default: 'x', Description: 'p' } },
    Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: {} } } },
  })
  t.match(await client.send(new ValidateTemplateCommand({ TemplateBody })), {
    Description: 'd',
    Parameters: [{ ParameterKey: 'P', DefaultValue: 'x', NoEcho: false, Description: 'p' }],
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
  })
})
