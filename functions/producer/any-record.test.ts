import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { holds } from '../../tools/testing/property.ts'
import { fileIdOf } from '../working-set/file-id.ts'
import { startProducer } from './producer-fixture.ts'

type Values = Record<string, unknown>

// Header values, numbers and names that code may stumble over.
const oddValue = fc.oneof(
  fc.constantFrom('', '"', '*', 'W/"x"', 'a\nb', '\0', 'é', '数', '"é"', ' ', '__proto__', null, -0, 1e308, 2 ** 53),
  fc.jsonValue({ maxDepth: 2 }),
)

// Ways to change the text of a record.
const change: fc.Arbitrary<(text: string) => string | Uint8Array> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map(value => () => JSON.stringify(value)),
  fc.uint8Array({ maxLength: 200 }).map(bytes => () => bytes),
  fc.string({ unit: 'binary', maxLength: 200 }).map(text => () => text),
  fc.nat(400).map(length => (text: string) => text.slice(0, length)),
  fc.tuple(fc.constantFrom('key', 'etag', 'sha256', 'verifiedBy'), oddValue).map(
    ([field, value]) =>
      (text: string) =>
        JSON.stringify({ ...(JSON.parse(text) as Values), [field]: value }),
  ),
  fc.tuple(fc.constantFrom('ino', 'bytes', 'mtimeNs'), oddValue).map(([field, value]) => (text: string) => {
    const { copy, ...rest } = JSON.parse(text) as Values & { copy: Values }
    return JSON.stringify({ ...rest, copy: { ...copy, [field]: value } })
  }),
)

t.test('the next event restores the object as the bucket has it, whatever the record on EFS says', async t => {
  const { bucket, mountPath, notify, staging } = await startProducer(t)
  const path = join(mountPath, 'models/m')
  const record = join(mountPath, '.origins', `${fileIdOf('models/m')}.json`)
  let version = 0
  let valid = ''
  const isAsInTheBucket = fc.asyncProperty(change, fc.boolean(), async (changed, objectIsReplaced) => {
    if (objectIsReplaced || version === 0) bucket.objects.set('models/m', Buffer.from(`version ${++version}`))
    if (valid) writeFileSync(record, changed(valid))
    await notify('models/m')
    valid = readFileSync(record, 'utf8')
    return readFileSync(path, 'utf8') === `version ${version}` && staging().length === 0
  })
  await holds(isAsInTheBucket, { runs: 60 })
  t.pass('the property holds')
})

t.test('a record whose ETag no HTTP header can carry is treated as missing', async t => {
  const { bucket, notify, mountPath } = await startProducer(t)
  const record = join(mountPath, '.origins', `${fileIdOf('models/m')}.json`)
  bucket.objects.set('models/m', Buffer.from('content'))
  await notify('models/m')
  for (const etag of [
    '',
    '"',
    '*',
    'W/"x"',
    'a\nb',
    '\0',
    'é',
    '数',
    '\ud800',
    ' "x" ',
    '"a", "b"',
    'x'.repeat(100_000),
  ]) {
    const valid = readFileSync(record, 'utf8')
    writeFileSync(record, JSON.stringify({ ...(JSON.parse(valid) as Values), etag }))
    t.match(await notify('models/m'), [{ status: 'replaced' }], JSON.stringify(etag).slice(0, 40))
  }
})
