import t from 'tap'
import { stubVerification } from '../stub-verification-fixture.ts'
import { logRecords } from './log-records.ts'

const since = new Date(100_000)
const event = (record: object) => ({ message: JSON.stringify(record) })

t.test('the records of requests are read from all pages, from a minute earlier on, by their text', async t => {
  const { verification, asked } = stubVerification({
    aws: {
      FilterLogEvents: ({ nextToken }) =>
        nextToken
          ? { events: [event({ requestId: '2' })] }
          : { events: [event({ requestId: '1' }), event({ type: 'platform.report' })], nextToken: 'next' },
    },
  })
  t.same(await logRecords(verification, '/demo/producer', since, 'inputs/a'), [{ requestId: '1' }, { requestId: '2' }])
  t.match(asked[0], [
    'FilterLogEvents',
    { logGroupName: '/demo/producer', filterPattern: '"inputs/a"', startTime: 40_000 },
  ])
})

t.test('a record that comes late is waited for, unless the caller does not want to', async t => {
  let count = 0
  const FilterLogEvents = () => ((count += 1) < 2 ? {} : { events: [event({ requestId: '1' })] })
  const { verification } = stubVerification({ aws: { FilterLogEvents } })
  t.equal((await logRecords(verification, 'group', since, 'x')).length, 1)
  t.equal(count, 2)
  count = 0
  t.same(await logRecords(verification, 'group', since, 'x', { wait: false }), [])
  t.equal(count, 1)
  const never = stubVerification({ aws: { FilterLogEvents: {} }, patienceMs: -1 })
  await t.rejects(logRecords(never.verification, 'group', since, 'x'), {
    code: 'NOT_SEEN',
    message: /in vain for a line about x in group\.$/,
  })
})
