import t from 'tap'
import { accountAlone, permissionsAsked } from '../../../asked-permissions-fixture.ts'

const account = accountAlone()
const asked = permissionsAsked(account, 'logs')
const arn = account.arn('logs', 'log-group:/g')

t.test('operations on a group need a permission on the group with all its streams', t => {
  for (const operation of [
    'CreateLogGroup',
    'DeleteLogGroup',
    'DeleteRetentionPolicy',
    'DescribeLogStreams',
    'FilterLogEvents',
    'PutRetentionPolicy',
  ])
    t.same(asked(operation, { logGroupName: '/g' }), [`logs:${operation} on log-group:/g:*`])
  for (const operation of ['DescribeLogStreams', 'FilterLogEvents'])
    t.same(asked(operation, { logGroupIdentifier: arn }), [`logs:${operation} on log-group:/g:*`])
  for (const operation of ['ListTagsForResource', 'TagResource', 'UntagResource'])
    for (const resourceArn of [arn, `${arn}:*`])
      t.same(asked(operation, { resourceArn }), [`logs:${operation} on log-group:/g:*`])
  t.same(asked('CreateLogGroup', { logGroupName: '/g', tags: { a: 'b' } }), [
    'logs:CreateLogGroup on log-group:/g:*',
    'logs:TagResource on log-group:/g:*',
  ])
  t.same(asked('FilterLogEvents'), ['logs:FilterLogEvents on log-group::*'])
  t.same(asked('DescribeLogGroups'), ['logs:DescribeLogGroups on log-group::log-stream:'])
  t.end()
})

t.test('operations on a stream need a permission on that stream', t => {
  for (const operation of ['CreateLogStream', 'DeleteLogStream', 'GetLogEvents', 'PutLogEvents']) {
    const input = { logGroupName: '/g', logStreamName: 's' }
    t.same(asked(operation, input), [`logs:${operation} on log-group:/g:log-stream:s`])
    t.same(asked(operation, { logGroupName: '/g' }), [`logs:${operation} on log-group:/g:log-stream:*`])
  }
  t.same(asked('GetLogEvents', { logGroupIdentifier: arn, logStreamName: 's' }), [
    'logs:GetLogEvents on log-group:/g:log-stream:s',
  ])
  t.end()
})
