import {
  CreateStackCommand,
  DeleteStackCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const Capabilities: 'CAPABILITY_IAM'[] = ['CAPABILITY_IAM']
const role = (DependsOn?: string) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: {} },
  ...(DependsOn && { DependsOn }),
})

/** Stacks whose roles cannot be created. */
async function start(t: Test) {
  const broken = scriptedType('AWS::IAM::Role', {
    create: async () => {
      throw new Error('no such trust')
    },
  })
  return startStacks(t, [scriptedType('AWS::Logs::LogGroup').type, broken.type])
}

for (const [what, OnFailure, status] of [
  ['is rolled back', 'ROLLBACK', 'ROLLBACK_COMPLETE'],
  ['stays as it is', 'DO_NOTHING', 'CREATE_FAILED'],
] as const) {
  t.test(`a stack whose creation fails and ${what} has no outputs, though one could be evaluated`, async t => {
    const { client, rest } = await start(t)
    const template = {
      Resources: { Group: { Type: 'AWS::Logs::LogGroup' }, Role: role('Group') },
      Outputs: { Name: { Value: { Ref: 'Group' } }, Fixed: { Value: 'x', Export: { Name: 'fixed' } } },
    }
    const TemplateBody = JSON.stringify(template)
    await client.send(new CreateStackCommand({ StackName: 's', TemplateBody, Capabilities, OnFailure }))
    const stack = await rest('s')
    t.equal(stack.StackStatus, status)
    t.same(stack.Outputs ?? [], [])
    const Resources = { Group: { Type: 'AWS::Logs::LogGroup' } }
    const other = JSON.stringify({ Resources, Outputs: template.Outputs })
    await client.send(new CreateStackCommand({ StackName: 'other', TemplateBody: other }))
    t.equal((await rest('other')).StackStatus, 'CREATE_COMPLETE', 'the name of the export is free')
  })
}

t.test('a stack that exports a taken name fails with the reason, and has no outputs', async t => {
  const { client, rest } = await start(t)
  const template = (Value: string) =>
    JSON.stringify({
      Resources: { Group: { Type: 'AWS::Logs::LogGroup' } },
      Outputs: { Name: { Value, Export: { Name: 'taken' } } },
    })
  await client.send(new CreateStackCommand({ StackName: 'first', TemplateBody: template('1') }))
  await rest('first')
  const OnFailure = 'DO_NOTHING'
  await client.send(new CreateStackCommand({ StackName: 'second', TemplateBody: template('2'), OnFailure }))
  const second = await rest('second')
  t.match(second, {
    StackStatus: 'CREATE_FAILED',
    StackStatusReason: 'Export with name taken is already exported by stack first.',
  })
  t.same(second.Outputs ?? [], [])
})

for (const [what, ParameterValue, output, reason] of [
  [
    'names an export badly',
    'a b',
    { Value: 'x', Export: { Name: { Ref: 'Name' } } },
    /^Template format error: Output O is malformed\. The Name field of every Export member must be specified and/,
  ],
  [
    'asks a mapping for a member of every JavaScript object',
    'constructor',
    { Value: { 'Fn::FindInMap': ['Map', { Ref: 'Name' }, 'name'] } },
    /^Template error: Unable to get mapping for Map::constructor::name/,
  ],
] as const) {
  t.test(`a stack whose parameter ${what} fails with the reason`, async t => {
    const { client, rest } = await start(t)
    const TemplateBody = JSON.stringify({
      Parameters: { Name: { Type: 'String' } },
      Mappings: { Map: { key: { name: 'x' } } },
      Resources: { Group: { Type: 'AWS::Logs::LogGroup' } },
      Outputs: { O: output },
    })
    const Parameters = [{ ParameterKey: 'Name', ParameterValue }]
    const OnFailure = 'DO_NOTHING'
    const created = client.send(new CreateStackCommand({ StackName: 's', TemplateBody, Parameters, OnFailure }))
    // Whether AWS refuses the call, or fails the stack, is not known.
    const refused = await created.then(
      () => undefined,
      error => error as Error,
    )
    t.match(refused?.message ?? (await rest('s')).StackStatusReason, reason)
  })
}

t.test('a stack whose export is imported cannot be deleted, and loses nothing by the attempt', async t => {
  const groups = scriptedType('AWS::Logs::LogGroup')
  const { client, rest } = await startStacks(t, [groups.type])
  const create = async (StackName: string, Outputs: object) => {
    const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' } }, Outputs })
    await client.send(new CreateStackCommand({ StackName, TemplateBody }))
    return (await rest(StackName)).StackId!
  }
  const exporter = await create('exporter', { Name: { Value: 'x', Export: { Name: 'shared' } } })
  const importer = await create('importer', { Name: { Value: { 'Fn::ImportValue': 'shared' } } })
  const remove = async (StackName: string) => {
    await client.send(new DeleteStackCommand({ StackName }))
    return rest(StackName)
  }
  t.match(await remove(exporter), {
    StackStatus: 'CREATE_COMPLETE',
    StackStatusReason: 'Delete canceled. Cannot delete export shared as it is in use by importer.',
  })
  t.notOk(groups.diary.includes('delete Group-1'))
  t.equal((await remove(importer)).StackStatus, 'DELETE_COMPLETE')
  const removed = await remove(exporter)
  t.equal(removed.StackStatus, 'DELETE_COMPLETE')
  t.same(removed.Outputs ?? [], [])
})

/** A root with a nested stack whose template has this key. */
const root = (key: string, more: object = {}) =>
  JSON.stringify({
    Resources: {
      Child: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: `https://s3.us-east-1.amazonaws.com/templates/${key}` },
      },
      ...more,
    },
    Outputs: { Seen: { Value: { 'Fn::GetAtt': ['Child', 'Outputs.Told'] } } },
  })

const child = (Value: unknown) => ({
  Resources: { Group: { Type: 'AWS::Logs::LogGroup' } },
  Outputs: { Told: { Value } },
})

async function startNested(t: Test, templates: Record<string, object>) {
  const fixture = await start(t)
  const s3 = new S3Client({ ...fixture.aws, forcePathStyle: true })
  t.teardown(() => s3.destroy())
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }))
  for (const [Key, template] of Object.entries(templates))
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key, Body: JSON.stringify(template) }))
  await fixture.client.send(new CreateStackCommand({ StackName: 'root', TemplateBody: root('before') }))
  await fixture.rest('root')
  const failingUpdate = async () => {
    const TemplateBody = root('after', { Role: role('Child') })
    await fixture.client.send(new UpdateStackCommand({ StackName: 'root', TemplateBody, Capabilities }))
    return fixture.rest('root')
  }
  const nested = () => fixture.aws.account.cloudFormation.stacks.find(({ parentId }) => parentId)!
  return { ...fixture, failingUpdate, nested }
}

t.test('after a failed update the outputs are the previous ones, in the nested stack as well', async t => {
  const { client, rest, failingUpdate, nested } = await startNested(t, { before: child('old'), after: child('new') })
  const stack = await failingUpdate()
  t.equal(stack.StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.match(stack.Outputs, [{ OutputKey: 'Seen', OutputValue: 'old' }])
  t.match((await rest(nested().stackId)).Outputs, [{ OutputKey: 'Told', OutputValue: 'old' }])
  for (const [StackName, template] of [
    ['root', root('before')],
    [nested().stackId, JSON.stringify(child('old'))],
  ] as const) {
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName }))
    t.equal(TemplateBody, template)
  }
})

t.test('after a failed update a nested stack has its previous imports again', async t => {
  const { client, rest, aws, failingUpdate, nested } = await startNested(t, {
    before: child('nothing'),
    after: child({ 'Fn::ImportValue': 'shared' }),
  })
  const TemplateBody = JSON.stringify({
    Resources: { Group: { Type: 'AWS::Logs::LogGroup' } },
    Outputs: { Shared: { Value: 'x', Export: { Name: 'shared' } } },
  })
  await client.send(new CreateStackCommand({ StackName: 'exporter', TemplateBody }))
  const { StackId } = await rest('exporter')
  t.equal((await failingUpdate()).StackStatus, 'UPDATE_ROLLBACK_COMPLETE')
  t.same([...nested().imports], [])
  t.same(aws.account.cloudFormation.exports.importers('shared'), [])
  await client.send(new DeleteStackCommand({ StackName: 'exporter' }))
  t.equal((await rest(StackId!)).StackStatus, 'DELETE_COMPLETE')
})

t.test('Fn::GetAZs of a Region that the local AWS does not have fails the resource that needs it', async t => {
  const { client, rest, history } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  const zone = { 'Fn::Select': [0, { 'Fn::GetAZs': 'eu-west-1' }] }
  const TemplateBody = JSON.stringify({
    Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: zone } } },
  })
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody }))
  t.equal((await rest('s')).StackStatus, 'ROLLBACK_COMPLETE')
  t.match((await history('s')).join('\n'), /The local AWS does not have the Region eu-west-1/)
})
