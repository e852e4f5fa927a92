import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { startStacks } from '../stack-fixture.ts'

const { client, rest } = await startStacks(t)
const group = { Type: 'AWS::Logs::LogGroup' }
const template = (Resources: object, more: object = {}) => JSON.stringify({ Resources, ...more })
const create = (StackName: string, TemplateBody: string) =>
  client.send(new CreateStackCommand({ StackName, TemplateBody }))

const never = { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } }
const absent = { ...group, Condition: 'Never' }
const named = (LogGroupName: unknown) => ({ ...group, Properties: { LogGroupName } })
const mappings = { Mappings: { M: { a: { b: 'name' } } }, Parameters: { P: { Type: 'String', Default: 'p' } } }
const mapped = (...path: unknown[]) => ({ 'Fn::FindInMap': path })
const [ref, inBranch] = [{ Ref: 'Absent' }, { 'Fn::If': ['Never', { Ref: 'Absent' }, 'there'] }]

for (const [title, TemplateBody, name, message] of [
  ['null', template({ G: { ...group, Properties: null } }), 'ValidationError', /\[\/Resources\/G\/Properties\] 'null'/],
  ['DependsOn of an object', template({ G: { ...group, DependsOn: {} } }), 'ValidationError', /DependsOn.* string/],
  ['a Condition of an object', template({ G: { ...group, Condition: {} } }), 'ValidationError', /Condition.* string/],
  ['an unknown type', template({ G: { Type: 'AWS::Logs::Logs' } }), 'ValidationError', /Unrecognized resource types/],
  [
    'a type that only AWS has',
    template({ Q: { Type: 'AWS::SQS::Queue' } }),
    'NotImplemented',
    /local AWS does not have .*SQS/,
  ],
  ['a custom resource', template({ C: { Type: 'Custom::C', Version: '1.0' } }), 'NotImplemented', /Custom::C/],
  ['a secret by reference', template({ G: named('{{resolve:ssm:name}}') }), 'NotImplemented', /\{\{resolve:ssm:name/],
  [
    'a reference to a resource that is not created',
    template({ Absent: absent, G: named(ref) }, never),
    'ValidationError',
    /\[Absent\].*Res/,
  ],
  [
    'an output of a resource that is not created',
    template({ Absent: absent, G: group }, { ...never, Outputs: { O: { Value: ref } } }),
    'ValidationError',
    /\[Absent\] in the Outputs block/,
  ],
  [
    'a mapping that the template does not have',
    template({ G: named(mapped('N', 'a', 'b')) }, mappings),
    'ValidationError',
    /Template error: Mapping named 'N' is not present in the 'Mappings' section of template\./,
  ],
  [
    'a key that a mapping does not have',
    template({ G: named(mapped('M', 'a', 'c')) }, mappings),
    'ValidationError',
    /Template error: Unable to get mapping for M::a::c$/,
  ],
  [
    'a parameter that no key of a mapping has',
    template({ G: group }, { ...mappings, Outputs: { O: { Value: mapped('M', { Ref: 'P' }, 'b') } } }),
    'ValidationError',
    /Template error: Unable to get mapping for M::p::b$/,
  ],
  [
    'a parameter of an unknown type',
    template({ G: group }, { Parameters: { P: { Type: 'AWS::EC2::Nothing::Id', Default: 'x' } } }),
    'ValidationError',
    /Unrecognized parameter type/,
  ],
] as const) {
  t.test(`${title} is refused by the call`, async t => {
    await t.rejects(create('refused', TemplateBody), { name, message })
    await t.rejects(
      client.send(
        new CreateChangeSetCommand({
          StackName: 'refused',
          ChangeSetName: 'c',
          ChangeSetType: 'CREATE',
          TemplateBody,
        }),
      ),
      { name, message },
    )
  })
}

t.test(
  'a resource that is not created may be in an unused branch, in DependsOn, and under its own condition',
  async t => {
    const TemplateBody = template(
      { Absent: absent, G: { ...named(inBranch), DependsOn: 'Absent' } },
      { ...never, Outputs: { O: { Condition: 'Never', Value: ref } } },
    )
    await create('branches', TemplateBody)
    t.equal((await rest('branches')).StackStatus, 'CREATE_COMPLETE')
  },
)

t.test('a template with a type that the request does not allow is refused', async t => {
  const TemplateBody = template({ G: group, B: { Type: 'AWS::S3::Bucket' } })
  const create = (...ResourceTypes: string[]) =>
    new CreateStackCommand({ StackName: 'allowed', TemplateBody, ResourceTypes })
  const message = /^Resource type AWS::S3::Bucket is not allowed by parameter ResourceTypes \[AWS::Logs::/
  for (const types of [['AWS::Logs::*'], ['AWS::Logs::LogGroup', 'AWS::S3::BucketPolicy', 'AWS::S3']])
    await t.rejects(client.send(create(...types)), { name: 'ValidationError', message })
  const plan = { StackName: 'planned-types', ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody } as const
  await t.rejects(client.send(new CreateChangeSetCommand({ ...plan, ResourceTypes: ['AWS::Logs::*'] })), { message })
  await t.resolves(client.send(new CreateChangeSetCommand({ ...plan, ResourceTypes: ['AWS::*'] })))
  await t.resolves(client.send(create('AWS::Logs::LogGroup', 'AWS::S3::*')))
})

t.test('a parameter that names a missing resource of the account rolls the stack back', async t => {
  const Parameters = {
    Vpc: { Type: 'AWS::EC2::VPC::Id', Default: 'vpc-0123' },
    Subnets: { Type: 'List<AWS::EC2::Subnet::Id>', Default: 'subnet-1, subnet-2' },
    Zones: { Type: 'List<AWS::EC2::AvailabilityZone::Name>', Default: 'us-east-1a' },
    Names: { Type: 'List<String>', Default: 'a,b' },
  }
  const message =
    'Parameter validation failed: parameter value vpc-0123 for parameter name Vpc does not exist, ' +
    'parameter value subnet-1 for parameter name Subnets does not exist, ' +
    'parameter value subnet-2 for parameter name Subnets does not exist'
  const TemplateBody = template({ G: group }, { Parameters })
  await create('ids', TemplateBody)
  t.match(await rest('ids'), { StackStatus: 'ROLLBACK_COMPLETE' })
  const { Id } = await client.send(
    new CreateChangeSetCommand({ StackName: 'planned', ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody }),
  )
  await rest('planned')
  t.match(await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id })), {
    Status: 'FAILED',
    StatusReason: message,
  })
})

t.test('another resource type under the same logical id is refused by an update and its plan', async t => {
  await create('types', template({ G: group }))
  await rest('types')
  const TemplateBody = template({ G: { Type: 'AWS::S3::Bucket' } })
  const message = /Update of resource type is not permitted.*\[G\]/
  await t.rejects(client.send(new UpdateStackCommand({ StackName: 'types', TemplateBody })), { message })
  const { Id } = await client.send(new CreateChangeSetCommand({ StackName: 'types', ChangeSetName: 'c', TemplateBody }))
  await rest('types')
  t.match(await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id })), {
    Status: 'FAILED',
    StatusReason: message,
  })
})

t.test('a resource that refers to a later one changes only if the later one is replaced', async t => {
  const resources = (LogGroupName: string, Description: string) => ({
    A: { ...named({ 'Fn::Sub': '${B}-of' }) },
    B: named(LogGroupName),
    Role: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: Description, GroupName: 'later', VpcId: { Ref: 'Vpc' } },
    },
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  })
  await create('order', template(resources('/b', 'one')))
  t.equal((await rest('order')).StackStatus, 'CREATE_COMPLETE')
  const plan = async (ChangeSetName: string, TemplateBody: string) => {
    const { Id } = await client.send(new CreateChangeSetCommand({ StackName: 'order', ChangeSetName, TemplateBody }))
    await rest('order')
    const { Changes, StatusReason } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
    return { ids: Changes!.map(({ ResourceChange }) => ResourceChange!.LogicalResourceId), StatusReason }
  }
  const nothing = await plan('nothing', template(resources('/b', 'one')))
  t.match(nothing, { ids: [], StatusReason: /didn't contain changes/ })
  t.same((await plan('anew', template(resources('/c', 'one')))).ids, ['A', 'B'])
})
