import * as sdk from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const template = {
  Description: 'one group',
  Metadata: { a: 1 },
  Parameters: {
    Open: { Type: 'String', Default: 'o', AllowedValues: ['o', 'p'], Description: 'd' },
    Secret: { Type: 'String', NoEcho: true },
  },
  Resources: { Group: { Type: 'AWS::Logs::LogGroup', Metadata: { m: 2 } } },
  Outputs: { Name: { Description: 'e', Value: { Ref: 'Group' }, Export: { Name: 'exported' } } },
}
const TemplateBody = JSON.stringify(template)
const Parameters = [{ ParameterKey: 'Secret', ParameterValue: 's' }]
const Tags = [{ Key: 'k', Value: 'v' }]
const StackName = 'whole'

t.test('a stack, its resources, its template and its export are described in full', async t => {
  const { client, rest } = await startStacks(t as never, [scriptedType('AWS::Logs::LogGroup').type])
  const answer = async (command: object): Promise<any> => {
    const { $metadata, ...members } = await client.send(command as never)
    return members
  }
  const asked = { StackName, TemplateBody, Parameters, Tags, OnFailure: 'DO_NOTHING' as const }
  const { StackId } = await answer(new sdk.CreateStackCommand(asked))
  await rest(StackName)
  const shown = [
    { ParameterKey: 'Open', ParameterValue: 'o' },
    { ParameterKey: 'Secret', ParameterValue: '****' },
  ]
  const { Stacks } = await answer(new sdk.DescribeStacksCommand({ StackName }))
  const { CreationTime } = Stacks[0]
  t.match(CreationTime, Date)
  const notChecked = { DriftInformation: { StackDriftStatus: 'NOT_CHECKED' } }
  t.same(Stacks, [
    {
      StackId,
      StackName,
      Description: 'one group',
      Parameters: shown,
      CreationTime,
      RollbackConfiguration: {},
      StackStatus: 'CREATE_COMPLETE',
      DisableRollback: true,
      NotificationARNs: [],
      Capabilities: [],
      Outputs: [{ OutputKey: 'Name', OutputValue: 'Group-1', Description: 'e', ExportName: 'exported' }],
      Tags,
      EnableTerminationProtection: false,
      ...notChecked,
    },
  ])
  const summary = { StackId, StackName, TemplateDescription: 'one group', CreationTime, StackStatus: 'CREATE_COMPLETE' }
  t.same((await answer(new sdk.ListStacksCommand({}))).StackSummaries, [{ ...summary, ...notChecked }])

  const { StackResources } = await answer(new sdk.DescribeStackResourcesCommand({ StackName }))
  const { Timestamp } = StackResources[0]
  const resource = {
    LogicalResourceId: 'Group',
    PhysicalResourceId: 'Group-1',
    ResourceType: 'AWS::Logs::LogGroup',
    ResourceStatus: 'CREATE_COMPLETE',
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  }
  const ofStack = { StackName, StackId, ...resource }
  t.same(StackResources, [{ ...ofStack, Timestamp }])
  const byPhysical = new sdk.DescribeStackResourcesCommand({ PhysicalResourceId: 'Group-1' })
  t.same((await answer(byPhysical)).StackResources, StackResources)
  const other = new sdk.DescribeStackResourcesCommand({ StackName, LogicalResourceId: 'Other' })
  t.same((await answer(other)).StackResources ?? [], [])
  const single = new sdk.DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Group' })
  t.same((await answer(single)).StackResourceDetail, {
    ...ofStack,
    LastUpdatedTimestamp: Timestamp,
    Metadata: '{"m":2}',
  })
  const list = await answer(new sdk.ListStackResourcesCommand({ StackName }))
  t.same(list.StackResourceSummaries, [{ ...resource, LastUpdatedTimestamp: Timestamp }])

  t.same(await answer(new sdk.GetTemplateCommand({ StackName })), {
    TemplateBody,
    StagesAvailable: ['Original', 'Processed'],
  })
  const summarized = {
    Description: 'one group',
    Metadata: '{"a":1}',
    Parameters: [
      {
        ParameterKey: 'Open',
        ParameterType: 'String',
        DefaultValue: 'o',
        NoEcho: false,
        Description: 'd',
        ParameterConstraints: { AllowedValues: ['o', 'p'] },
      },
      { ParameterKey: 'Secret', ParameterType: 'String', NoEcho: true, ParameterConstraints: {} },
    ],
    Capabilities: [],
    ResourceTypes: ['AWS::Logs::LogGroup'],
    Version: '2010-09-09',
  }
  for (const from of [{ StackName }, { TemplateBody }])
    t.same(await answer(new sdk.GetTemplateSummaryCommand(from)), summarized)
  t.same((await answer(new sdk.ListExportsCommand({}))).Exports, [
    { ExportingStackId: StackId, Name: 'exported', Value: 'Group-1' },
  ])
  for (const [command, message] of [
    [new sdk.ListImportsCommand({ ExportName: 'exported' }), "Export 'exported' is not imported by any stack."],
    [
      new sdk.DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Other' }),
      'Resource Other does not exist for stack whole',
    ],
    [new sdk.DescribeStackResourcesCommand({}), 'StackName or PhysicalResourceId must be specified.'],
    [
      new sdk.DescribeStackResourcesCommand({ StackName, PhysicalResourceId: 'p' }),
      'You must specify either StackName or PhysicalResourceId, but not both.',
    ],
    [new sdk.DescribeStackResourcesCommand({ PhysicalResourceId: 'p' }), 'Stack for p does not exist'],
    [new sdk.DescribeStacksCommand({ StackName: 'none' }), 'Stack with id none does not exist'],
    [new sdk.DescribeStackResourcesCommand({ StackName: 'none' }), "Stack 'none' does not exist"],
    [new sdk.DescribeStackEventsCommand({ StackName: 'none' }), 'Stack [none] does not exist'],
    [new sdk.CancelUpdateStackCommand({ StackName }), 'CancelUpdateStack cannot be called from current stack status'],
    [
      new sdk.ContinueUpdateRollbackCommand({ StackName }),
      `Stack:${StackId} is in CREATE_COMPLETE state and can not continue to roll back.`,
    ],
    [
      new sdk.DeleteStackCommand({ StackName, RetainResources: ['Group'] }),
      /to retain can only be specified when the stack is in the DELETE_FAILED state\.$/,
    ],
    [
      new sdk.DeleteStackCommand({ StackName, DeletionMode: 'FORCE_DELETE_STACK' }),
      /FORCE_DELETE_STACK in a delete stack operation only when the stack is in the DELETE_FAILED state\.$/,
    ],
    [new sdk.ListStacksCommand({ NextToken: '#' }), 'Invalid NextToken'],
  ] as const)
    await t.rejects(answer(command), { name: 'ValidationError', message, $metadata: { httpStatusCode: 400 } })

  const protect = (EnableTerminationProtection: boolean) =>
    answer(new sdk.UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection }))
  t.equal((await protect(true)).StackId, StackId)
  await t.rejects(answer(new sdk.DeleteStackCommand({ StackName })), {
    message: 'Stack [whole] cannot be deleted while TerminationProtection is enabled',
  })
  await protect(false)
  await answer(new sdk.DeleteStackCommand({ StackName }))
  await rest(StackId)
  await t.resolves(answer(new sdk.DeleteStackCommand({ StackName })), 'a missing stack is deleted')
})

t.test('a change set is described in full', async t => {
  const { client } = await startStacks(t as never, [scriptedType('AWS::Logs::LogGroup').type])
  const answer = async (command: object): Promise<any> => {
    const { $metadata, ...members } = await client.send(command as never)
    return members
  }
  const asked = {
    StackName,
    ChangeSetName: 'c',
    ChangeSetType: 'CREATE' as const,
    TemplateBody,
    Parameters,
    Tags,
    Description: 'why',
    OnStackFailure: 'ROLLBACK' as const,
  }
  const { Id, StackId } = await answer(new sdk.CreateChangeSetCommand(asked))
  const described = await answer(new sdk.DescribeChangeSetCommand({ ChangeSetName: Id }))
  const { CreationTime, Changes, ...rest } = described
  const common = {
    ChangeSetName: 'c',
    ChangeSetId: Id,
    StackId,
    StackName,
    Description: 'why',
    ExecutionStatus: 'AVAILABLE',
    Status: 'CREATE_COMPLETE',
    IncludeNestedStacks: false,
  }
  t.match(CreationTime, Date)
  t.equal(Changes.length, 1)
  t.same(rest, {
    ...common,
    Parameters: [
      { ParameterKey: 'Open', ParameterValue: 'o' },
      { ParameterKey: 'Secret', ParameterValue: '****' },
    ],
    NotificationARNs: [],
    RollbackConfiguration: {},
    Capabilities: [],
    Tags,
    OnStackFailure: 'ROLLBACK',
  })
  t.same((await answer(new sdk.ListChangeSetsCommand({ StackName }))).Summaries, [{ ...common, CreationTime }])
  await answer(new sdk.DeleteChangeSetCommand({ ChangeSetName: Id }))
  await t.resolves(answer(new sdk.DeleteChangeSetCommand({ ChangeSetName: Id })), 'it may be gone')
  await t.rejects(answer(new sdk.DescribeChangeSetCommand({ ChangeSetName: 'c', StackName })), {
    name: 'ChangeSetNotFoundException',
    message: 'ChangeSet [c] does not exist',
    $metadata: { httpStatusCode: 404 },
  })
  await t.rejects(answer(new sdk.DescribeChangeSetCommand({ ChangeSetName: 'c' })), {
    message: 'StackName must be specified if ChangeSetName is not specified as an ARN.',
  })
})
