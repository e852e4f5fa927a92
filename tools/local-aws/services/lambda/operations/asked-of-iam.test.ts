import t from 'tap'
import { accountAlone, permissionsAsked } from '../../../asked-permissions-fixture.ts'

const account = accountAlone()
const asked = permissionsAsked(account, 'lambda')

t.test('operations on a function need a permission on that function, by its name and by its ARN', async t => {
  const arn = account.arn('lambda', 'function:f')
  for (const operation of [
    'CreateFunction',
    'DeleteFunction',
    'DeleteFunctionConcurrency',
    'DeleteFunctionEventInvokeConfig',
    'GetFunction',
    'GetFunctionConcurrency',
    'GetFunctionConfiguration',
    'GetFunctionEventInvokeConfig',
    'GetPolicy',
    'PutFunctionConcurrency',
    'PutFunctionEventInvokeConfig',
    'RemovePermission',
    'UpdateFunctionCode',
    'UpdateFunctionConfiguration',
    'UpdateFunctionEventInvokeConfig',
  ]) {
    for (const FunctionName of ['f', arn, `${arn}:$LATEST`])
      t.same(asked(operation, { FunctionName }), [`lambda:${operation} on function:f`], operation)
  }
  t.same(asked('Invoke', { FunctionName: 'f' }), ['lambda:InvokeFunction on function:f'])
  for (const operation of ['ListTags', 'TagResource', 'UntagResource'])
    t.same(asked(operation, { Resource: arn }), [`lambda:${operation} on function:f`])
  t.same(asked('GetFunction', {}), ['lambda:GetFunction on function:*'])
  for (const operation of ['ListFunctions', 'GetAccountSettings'])
    t.same(asked(operation), [`lambda:${operation} on *`], operation)
})

t.test('a role must be passed, tags must be set, and a permission names its principal', async t => {
  const Role = 'arn:aws:iam::000000000000:role/r'
  const pass = `iam:PassRole on ${Role} with {"iam:PassedToService":"lambda.amazonaws.com"}`
  for (const operation of ['CreateFunction', 'UpdateFunctionConfiguration'])
    t.same(asked(operation, { FunctionName: 'f', Role }), [`lambda:${operation} on function:f`, pass])
  const create = (Tags: object) => asked('CreateFunction', { FunctionName: 'f', Tags })
  t.same(create({}), ['lambda:CreateFunction on function:f'])
  t.same(create({ a: 'b' }), ['lambda:CreateFunction on function:f', 'lambda:TagResource on function:f'])
  t.same(asked('AddPermission', { FunctionName: 'f', Principal: 's3.amazonaws.com' }), [
    'lambda:AddPermission on function:f with {"lambda:Principal":"s3.amazonaws.com"}',
  ])
  t.same(asked('AddPermission', { FunctionName: 'f' }), [
    'lambda:AddPermission on function:f with {"lambda:Principal":""}',
  ])
})
