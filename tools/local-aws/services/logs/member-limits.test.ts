import t from 'tap'
import { list, memberLimits, x } from '../../member-limits-fixture.ts'
import { constraints } from './constraints.ts'

const { between, refused, values } = memberLimits(constraints)
const tooLong = 'Invalid LogGroup or LogStream, both must have length less than or equal to 512.'

t.test('texts, lists and numbers have the limits of the model', t => {
  between(t, 'FilterLogEvents', 'filterPattern', [0, 1024], size => ({ filterPattern: x(size) }))
  between(t, 'FilterLogEvents', 'limit', [1, 10_000], limit => ({ limit }))
  between(t, 'GetLogEvents', 'limit', [1, 10_000], limit => ({ limit }))
  between(t, 'DescribeLogGroups', 'limit', [1, 50], limit => ({ limit }))
  between(t, 'DescribeLogStreams', 'limit', [1, 50], limit => ({ limit }))
  between(t, 'GetLogEvents', 'logGroupIdentifier', [1, 2048], size => ({ logGroupIdentifier: x(size) }))
  between(t, 'FilterLogEvents', 'logStreamNames', [1, 100], size => ({ logStreamNames: list(size, 's') }))
  between(t, 'TagResource', 'resourceArn', [1, 1011], size => ({ resourceArn: x(size) }))
  between(t, 'UntagResource', 'tagKeys', [0, 50], size => ({ tagKeys: list(size, 'k') }))
  between(t, 'UntagResource', 'tagKeys.1.member', [1, 128], size => ({ tagKeys: [x(size)] }))
  between(t, 'TagResource', 'tags', [1, 128], size => ({ tags: { [x(size)]: '' } }))
  between(t, 'TagResource', 'tags', [0, 256], size => ({ tags: { k: x(size) } }))
  const tags = (size: number) => ({ tags: Object.fromEntries(list(size, '').map((_, i) => [`k${i}`, 'v'])) })
  for (const operation of ['CreateLogGroup', 'TagResource']) between(t, operation, 'tags', [1, 50], tags)
  between(t, 'DescribeLogGroups', 'logGroupNamePattern', [0, 512], size => ({ logGroupNamePattern: x(size) }))
  between(t, 'DescribeLogGroups', 'logGroupIdentifiers', [1, 50], size => ({ logGroupIdentifiers: list(size, 'g') }))
  for (const member of ['nextToken', 'sequenceToken']) {
    t.same(refused('PutLogEvents', { [member]: '' }), [member])
    t.same(refused('PutLogEvents', { [member]: x(5000) }), [])
  }
  for (const member of ['startTime', 'endTime']) {
    t.same(refused('FilterLogEvents', { [member]: -1 }), [member])
    t.same(refused('FilterLogEvents', { [member]: 0 }), [])
  }
  const event = (timestamp: number) => ({ logEvents: [{ timestamp, message: 'm' }] })
  t.same(refused('PutLogEvents', event(-1)), ['logEvents.1.member.timestamp'])
  t.same(refused('PutLogEvents', event(0)), [])
  t.end()
})

t.test('a name that is too long has words of its own', t => {
  for (const member of ['logGroupName', 'logGroupNamePrefix', 'logStreamName', 'logStreamNamePrefix']) {
    t.same(refused('DescribeLogStreams', { [member]: x(512) }), [], member)
    t.same(refused('DescribeLogStreams', { [member]: x(513) }), [tooLong], member)
    t.same(refused('DescribeLogStreams', { [member]: '' }), [member])
  }
  t.end()
})

t.test('names and tags have the characters of the model', t => {
  for (const member of ['logGroupName', 'logGroupNamePrefix']) {
    values(t, 'CreateLogGroup', member, value => ({ [member]: value }), {
      right: ['/aws/lambda/a-b_c.D#9'],
      wrong: ['a b', 'a:b', 'a*', 'é'],
    })
  }
  for (const member of ['logStreamName', 'logStreamNamePrefix']) {
    values(t, 'CreateLogStream', member, value => ({ [member]: value }), {
      right: ['2026/01/01/[$LATEST]a b'],
      wrong: ['a:b', 'a*'],
    })
  }
  values(t, 'FilterLogEvents', 'logStreamNames.1.member', value => ({ logStreamNames: [value] }), {
    right: ['[$LATEST]'],
    wrong: ['a:b', ''],
  })
  values(t, 'GetLogEvents', 'logGroupIdentifier', value => ({ logGroupIdentifier: value }), {
    right: ['arn:aws:logs:us-east-1:000000000000:log-group:/a_b#c+d=e,f.g@h-i'],
    wrong: ['a b', 'a*'],
  })
  values(t, 'TagResource', 'resourceArn', value => ({ resourceArn: value }), {
    right: ['arn:aws:logs:us-east-1:000000000000:log-group:/a_b+d=e,f.g@h-i'],
    wrong: ['a b', 'a#b', 'a*'],
  })
  values(t, 'TagResource', 'tags', key => ({ tags: { [key]: '' } }), { right: ['Größe 1_.:/=+-@'], wrong: ['a#b'] })
  values(t, 'TagResource', 'tags', value => ({ tags: { k: value } }), { right: ['', 'ß 1_.:/=+-@'], wrong: ['a#b'] })
  values(t, 'DescribeLogStreams', 'orderBy', orderBy => ({ orderBy }), {
    right: ['LogStreamName', 'LastEventTime'],
    wrong: ['Name'],
  })
  values(t, 'CreateLogGroup', 'logGroupClass', logGroupClass => ({ logGroupClass }), {
    right: ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'],
    wrong: ['standard'],
  })
  t.end()
})
