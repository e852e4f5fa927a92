import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { holds } from '../../tools/testing/property.ts'
import { anyBody, isInContract } from '../http/body-fixture.ts'
import { anyKey } from '../working-set/key-fixture.ts'
import { startProducer } from './producer-fixture.ts'

const body = anyBody({
  key: fc.oneof(anyKey, fc.constantFrom('models/m', 'inputs/here', 'inputs/a')),
  data: fc.oneof(fc.string({ unit: 'grapheme' }), fc.base64String()),
  encoding: fc.constantFrom('utf8', 'base64'),
})

t.test('/ingest answers any body as its contract says', async t => {
  const { bucket, ingest, staging } = await startProducer(t)
  bucket.objects.set('models/m', Buffer.from('m'))
  bucket.objects.set('inputs/here', Buffer.from('here'))
  const statuses = new Set<number>()
  const answered = fc.asyncProperty(body, async ({ body, isBase64Encoded }) => {
    const answer = await ingest('', { body, isBase64Encoded })
    statuses.add(answer.status)
    return isInContract(answer)
  })
  await holds(answered, { runs: 250 })
  t.same([...statuses].sort(), [200, 201, 400, 404], 'each status came')
  t.same(staging(), [])
})

t.test('data of any bytes reaches EFS and the bucket unchanged, under the key of the request', async t => {
  const { bucket, mountPath, ingest } = await startProducer(t)
  const named = fc.option(fc.string({ unit: fc.constantFrom(...'ab_. é+%/'), maxLength: 8 }), { nil: undefined })
  const stored = fc.asyncProperty(fc.uint8Array(), named, fc.boolean(), async (bytes, name, asText) => {
    const data = asText ? Buffer.from(Buffer.from(bytes).toString('utf8')) : Buffer.from(bytes)
    const encoding = asText ? 'utf8' : 'base64'
    const key = name === undefined ? undefined : `inputs/${name}`
    const answer = await ingest({ data: data.toString(encoding), encoding, key })
    if (answer.status === 400) return key !== undefined
    if (answer.status === 200) return true // the key had data before
    const onEfs = readFileSync(join(mountPath, 'inputs', answer.body.fileId))
    return answer.status === 201 && onEfs.equals(data) && bucket.objects.get(answer.body.key)!.equals(data)
  })
  await holds(stored, { runs: 80 })
  t.pass('the property holds')
})
