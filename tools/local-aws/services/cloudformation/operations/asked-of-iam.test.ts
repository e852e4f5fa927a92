import t from 'tap'
import { accountAlone, permissionsAsked } from '../../../asked-permissions-fixture.ts'

const account = accountAlone()
const asked = permissionsAsked(account, 'cloudformation')
const RoleARN = 'arn:aws:iam::000000000000:role/r'
const arn = account.arn('cloudformation', 'stack/s/id')

t.test('an operation needs a permission on its stack, by its ARN or its name', t => {
  for (const operation of [
    'CancelUpdateStack',
    'ContinueUpdateRollback',
    'CreateStack',
    'DeleteStack',
    'DescribeEvents',
    'DescribeStackEvents',
    'DescribeStackResource',
    'DescribeStackResources',
    'DescribeStacks',
    'GetTemplate',
    'GetTemplateSummary',
    'ListChangeSets',
    'ListStackResources',
    'UpdateStack',
    'UpdateTerminationProtection',
  ]) {
    t.same(asked(operation, { StackName: arn }), [`cloudformation:${operation} on stack/s/id`], operation)
    t.match(asked(operation, { StackName: 's' }), [new RegExp(`^cloudformation:${operation} on stack/s/[^/]+$`)])
  }
  for (const operation of ['DescribeStacks', 'ListStacks', 'GetTemplateSummary', 'GetTemplate'])
    t.same(asked(operation), [`cloudformation:${operation} on stack/*/*`])
  for (const operation of ['ListExports', 'ListImports', 'ValidateTemplate'])
    t.same(asked(operation), [`cloudformation:${operation} on *`])
  t.end()
})

t.test('a service role must be passed, and the allowed types are a condition key', t => {
  const pass = `iam:PassRole on ${RoleARN} with {"iam:PassedToService":"cloudformation.amazonaws.com"}`
  for (const operation of ['ContinueUpdateRollback', 'CreateStack', 'DeleteStack', 'UpdateStack', 'CreateChangeSet'])
    t.same(
      asked(operation, { StackName: arn, RoleARN }),
      [`cloudformation:${operation} on stack/s/id`, pass],
      operation,
    )
  for (const operation of ['CreateStack', 'UpdateStack', 'CreateChangeSet'])
    t.same(asked(operation, { StackName: arn, ResourceTypes: ['AWS::S3::*'] }), [
      `cloudformation:${operation} on stack/s/id with {"cloudformation:ResourceTypes":["AWS::S3::*"]}`,
    ])
  t.end()
})

t.test('a change set is a resource of its own only by its ARN alone', t => {
  const ChangeSetName = account.arn('cloudformation', 'changeSet/c/id')
  for (const operation of ['DeleteChangeSet', 'DescribeChangeSet', 'ExecuteChangeSet', 'DescribeEvents']) {
    t.same(asked(operation, { ChangeSetName }), [`cloudformation:${operation} on changeSet/c/id`], operation)
    t.same(asked(operation, { ChangeSetName: 'c', StackName: arn }), [`cloudformation:${operation} on stack/s/id`])
  }
  t.end()
})
