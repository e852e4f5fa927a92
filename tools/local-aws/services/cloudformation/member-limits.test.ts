import t from 'tap'
import { list, memberLimits, x } from '../../member-limits-fixture.ts'
import { constraints } from './constraints.ts'

const { between, refused, values } = memberLimits(constraints)

t.test('texts and lists have the limits of the model', t => {
  const texts: readonly [member: string, path: string, limits: readonly [number, number]][] = [
    ['ChangeSetName', 'changeSetName', [1, 1600]],
    ['ClientRequestToken', 'clientRequestToken', [1, 128]],
    ['ClientToken', 'clientToken', [1, 128]],
    ['Description', 'description', [1, 1024]],
    ['NextToken', 'nextToken', [1, 1024]],
    ['RoleARN', 'roleARN', [20, 2048]],
    ['TemplateURL', 'templateURL', [1, 5120]],
  ]
  for (const [member, path, limits] of texts) between(t, 'AnyOperation', path, limits, size => ({ [member]: x(size) }))
  t.same(refused('CreateStack', { TemplateBody: '' }), ['templateBody'])
  t.same(refused('CreateStack', { TemplateBody: x(60_000) }), [], 'the operation itself has the upper limit')
  between(t, 'CreateStack', 'tags', [0, 50], size => ({ Tags: list(size, { Key: 'k', Value: 'v' }) }))
  between(t, 'CreateStack', 'tags.1.member.key', [1, 128], size => ({ Tags: [{ Key: x(size), Value: 'v' }] }))
  between(t, 'CreateStack', 'tags.1.member.value', [1, 256], size => ({ Tags: [{ Key: 'k', Value: x(size) }] }))
  t.end()
})

t.test('names, tokens and resources to skip have the form of the model', t => {
  const arn = 'arn:aws:cloudformation:us-east-1:000000000000:stack/a/b-c'
  for (const operation of [
    'ContinueUpdateRollback',
    'GetTemplateSummary',
    'ListChangeSets',
    'UpdateTerminationProtection',
  ])
    values(t, operation, 'stackName', StackName => ({ StackName }), {
      right: ['a', 'A-b9', arn, arn.replace('aws', 'aws-cn')],
      wrong: ['', '9a', '-a', 'a b', 'a_b', 'arn:other:cloudformation:a', `${arn} b`],
    })
  t.same(refused('DescribeStacks', { StackName: 'a b' }), [], 'other operations look for it themselves')
  values(t, 'CreateChangeSet', 'changeSetName', ChangeSetName => ({ ChangeSetName }), {
    right: ['A-b9', 'arn:aws:cloudformation:us-east-1:0:changeSet/a/b'],
    wrong: ['9a', 'a b', 'a_b', ''],
  })
  values(t, 'CreateStack', 'clientRequestToken', ClientRequestToken => ({ ClientRequestToken }), {
    right: ['9-a', 'A'],
    wrong: ['-a', 'a b', 'a_b'],
  })
  values(t, 'ContinueUpdateRollback', 'resourcesToSkip.1.member', one => ({ ResourcesToSkip: [one] }), {
    right: ['Id9', 'Nested-Stack.Id', '9'],
    wrong: ['', 'a-b', 'Nested.', '9a.Id', 'a.b.c', 'a b'],
  })
  t.end()
})

t.test('enumerations have the values of the model', t => {
  const one = (operation: string, member: string, path: string, right: readonly string[]) =>
    values(t, operation, path, value => ({ [member]: value }), { right, wrong: ['OTHER'] })
  one('CreateChangeSet', 'ChangeSetType', 'changeSetType', ['CREATE', 'UPDATE', 'IMPORT'])
  one('DeleteStack', 'DeletionMode', 'deletionMode', ['STANDARD', 'FORCE_DELETE_STACK'])
  one('CreateStack', 'OnFailure', 'onFailure', ['DO_NOTHING', 'ROLLBACK', 'DELETE'])
  one('CreateChangeSet', 'OnStackFailure', 'onStackFailure', ['DO_NOTHING', 'ROLLBACK', 'DELETE'])
  one('GetTemplate', 'TemplateStage', 'templateStage', ['Original', 'Processed'])
  const each = (member: string, path: string, right: readonly string[]) =>
    values(t, 'ListStacks', `${path}.1.member`, value => ({ [member]: [value] }), { right, wrong: ['OTHER'] })
  each('StackStatusFilter', 'stackStatusFilter', ['CREATE_COMPLETE', 'DELETE_FAILED', 'UPDATE_ROLLBACK_COMPLETE'])
  each('Capabilities', 'capabilities', ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'])
  t.end()
})
