import t from 'tap'
import { logService } from './log-service-fixture.ts'
import { findCreatedRecord } from './producer-log.ts'

const record = { sha256: 'aa', timestamp: '2026-01-01T00:00:01.000Z' }
const since = new Date('2026-01-01T00:00:00.000Z')

t.test('the record with the given member is found behind empty pages', async t => {
  const seen: (string | undefined)[] = []
  const client = await logService(t, ({ filterPattern, nextToken, startTime }, count) => {
    seen.push(nextToken)
    t.equal(filterPattern, '{ $.key = "models/m.onnx" && $.outcome = "created" }')
    t.equal(startTime, since.getTime())
    return count < 2 ? { events: [], nextToken: `t${count}` } : { events: [{ message: JSON.stringify(record) }] }
  })
  t.same(await findCreatedRecord(client, 'group', { key: 'models/m.onnx' }, { since, patienceMs: 0 }), record)
  t.same(seen, [undefined, 't0', 't1'])
})

t.test('a late record is found, and one that never comes is missing', async t => {
  const late = await logService(t, (_, count) => ({ events: count < 2 ? [] : [{ message: JSON.stringify(record) }] }))
  t.same(await findCreatedRecord(late, 'group', { fileId: 'f' }, { since }), record)
  const never = await logService(t, () => ({ events: [] }))
  t.equal(await findCreatedRecord(never, 'group', { fileId: 'f' }, { since, patienceMs: 0 }), undefined)
})

t.test('Ctrl-C ends the wait for a record', async t => {
  const abort = new AbortController()
  const client = await logService(t, () => {
    setImmediate(() => abort.abort())
    return { events: [] }
  })
  await t.rejects(findCreatedRecord(client, 'group', { fileId: 'f' }, { since, signal: abort.signal }), /abort/i)
})
