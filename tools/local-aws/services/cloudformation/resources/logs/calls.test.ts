import { ResourceAlreadyExistsException, ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs'
import t from 'tap'
import { handlerCalls, ignoresOnly } from '../handler-calls-fixture.ts'
import { logGroup } from './log-group.ts'

t.test('a log group is created, and changed with its retention and tags', async t => {
  const { create, update, remove } = handlerCalls(logGroup)
  const made = (name: string) => ({
    physicalId: name,
    attributes: { Arn: `arn:aws:logs:us-east-1:000000000000:log-group:${name}:*` },
  })
  t.same(await create({}), {
    made: made('generated {}'),
    calls: [
      ['logs.CreateLogGroup', { logGroupName: 'generated {}', tags: { of: 'stack' } }],
      ['initiated', 'generated {}'],
    ],
  })
  const Tags = [{ Key: 'own', Value: 'tag' }]
  const properties = { LogGroupName: '/g', RetentionInDays: '7', LogGroupClass: 'STANDARD', Tags }
  t.same(await create(properties), {
    made: made('/g'),
    calls: [
      ['logs.CreateLogGroup', { logGroupName: '/g', logGroupClass: 'STANDARD', tags: { of: 'stack', own: 'tag' } }],
      ['initiated', '/g'],
      ['logs.PutRetentionPolicy', { logGroupName: '/g', retentionInDays: 7 }],
    ],
  })
  const resourceArn = 'arn:aws:logs:us-east-1:000000000000:log-group:physical'
  t.same(await update(properties, {}, ['RetentionInDays', 'Tags']), {
    made: made('physical'),
    calls: [
      ['logs.DeleteRetentionPolicy', { logGroupName: 'physical' }],
      ['logs.UntagResource', { resourceArn, tagKeys: ['own'] }],
      ['logs.TagResource', { resourceArn, tags: { of: 'stack' } }],
    ],
  })
  t.same((await update({}, { RetentionInDays: 3, Tags }, ['RetentionInDays', 'Tags'])).calls, [
    ['logs.PutRetentionPolicy', { logGroupName: 'physical', retentionInDays: 3 }],
    ['logs.TagResource', { resourceArn, tags: { of: 'stack', own: 'tag' } }],
  ])
  t.same((await update({}, properties, [])).calls, [])
  t.same(await remove(), [['logs.DeleteLogGroup', { logGroupName: 'physical' }]])
  const problem = { $metadata: {}, message: 'm' }
  await ignoresOnly(t, logGroup, 'DeleteLogGroup', new ResourceNotFoundException(problem))
  const taken = handlerCalls(logGroup, { CreateLogGroup: new ResourceAlreadyExistsException(problem) })
  await t.rejects(taken.create({ LogGroupName: '/g' }), {
    code: 'AlreadyExists',
    message: `Resource of type 'AWS::Logs::LogGroup' with identifier '{"/properties/LogGroupName":"/g"}' already exists.`,
    cause: { name: 'ResourceAlreadyExistsException' },
  })
  const other = handlerCalls(logGroup, { CreateLogGroup: new TypeError('other') })
  await t.rejects(other.create({}), { name: 'TypeError' })
})
