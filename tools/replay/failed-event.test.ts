import type { S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { errorLine, failedEvents } from './failed-event.ts'

const system = { bucketName: 'demo-models', producer: { functionName: 'demo-producer' } } as DeployedSystem

/** Reads the failed events from a bucket with these objects, one a page. */
async function read(objects: Readonly<Record<string, string>>) {
  const keys = Object.keys(objects)
  const { send, asked } = stubAws({
    ListObjectsV2: ({ ContinuationToken = '0' }) => {
      const next = Number(ContinuationToken) + 1
      const more = next < keys.length ? { IsTruncated: true, NextContinuationToken: String(next) } : {}
      return { Contents: keys.slice(next - 1, next).map(Key => ({ Key })), ...more }
    },
    GetObject: ({ Key }) => ({ Body: { transformToString: async () => objects[Key as string] } }),
  })
  const { S3Client: Client } = await import('@aws-sdk/client-s3')
  const s3: S3Client = Object.assign(new Client({ region: 'eu-central-1' }), { send })
  return { events: await failedEvents(s3, system), asked }
}

const s3Event = (...keys: unknown[]) => ({ Records: keys.map(key => ({ s3: { object: { key } } })) })

const record = (more: object) =>
  JSON.stringify({ version: '1.0', timestamp: '2026-11-30T10:00:00.000Z', requestPayload: s3Event(), ...more })

t.test('the records of all pages are read below the function’s own prefix, oldest first by their time', async t => {
  const { events, asked } = await read({
    a: record({ timestamp: '2026-11-30T10:00:00.900Z' }),
    b: record({ timestamp: '2026-11-30T10:00:00.100Z' }),
    c: record({ timestamp: '2026-11-29T23:59:59.000Z' }),
  })
  t.same(
    events.map(({ recordKey, failedAt }) => [recordKey, failedAt]),
    [
      ['c', '2026-11-29T23:59:59.000Z'],
      ['b', '2026-11-30T10:00:00.100Z'],
      ['a', '2026-11-30T10:00:00.900Z'],
    ],
  )
  t.match(asked[0], ['ListObjectsV2', { Bucket: 'demo-models', Prefix: 'aws/lambda/async/demo-producer/' }])
  t.match(asked[1], ['GetObject', { Bucket: 'demo-models', Key: 'a' }])
  t.same((await read({})).events, [])
})

t.test('an event has the condition, the decoded keys, the error in one line and the payload of its record', async t => {
  const requestPayload = s3Event('models/my+model%2B1.onnx', 'inputs/%C3%A4', 3, null)
  const { events } = await read({
    whole: record({
      requestContext: { condition: 'EventAgeExceeded' },
      requestPayload,
      responseContext: { functionError: 'Unhandled' },
      responsePayload: { errorType: 'EfsError', errorMessage: 'no mount  \n  at all\nor so' },
    }),
    untold: record({ responseContext: { functionError: 'Unhandled' }, responsePayload: { errorMessage: '' } }),
    uncalled: record({ timestamp: undefined, requestPayload: null }),
    'not of S3': record({ requestPayload: { Records: 'none' } }),
    'without objects': record({ requestPayload: { Records: [null, { s3: null }, { s3: { object: null } }] } }),
  })
  const [uncalled, whole, untold, notOfS3, withoutObjects] = events
  t.same(whole, {
    recordKey: 'whole',
    failedAt: '2026-11-30T10:00:00.000Z',
    condition: 'EventAgeExceeded',
    error: 'EfsError: no mount at all or so',
    keys: ['models/my model+1.onnx', 'inputs/ä'],
    payload: requestPayload,
  })
  t.match(untold, { condition: 'unknown', error: 'Unhandled', keys: [] })
  t.same(uncalled, {
    recordKey: 'uncalled',
    failedAt: '',
    condition: 'unknown',
    error: undefined,
    keys: [],
    payload: null,
  })
  t.same([notOfS3!.keys, withoutObjects!.keys], [[], []])
})

t.test('an object that is no record of version 1.0 with its payload is an error that names it', async t => {
  for (const text of ['{', 'null', '3', '{}', record({ version: '2.0' }), record({ requestPayload: undefined })]) {
    await t.rejects(read({ 'aws/other': text }), {
      code: 'NOT_A_RECORD',
      message: 'aws/other in the bucket is not a record of a failed event, version 1.0.',
      nextStep: /^Read it, and move it away/,
    })
  }
})

t.test('the line of an error has its type and its message, as far as they are texts', async t => {
  t.equal(errorLine({ errorType: 'A', errorMessage: 'b' }), 'A: b')
  t.equal(errorLine({ errorType: 'A', errorMessage: '' }), 'A')
  t.equal(errorLine({ errorType: 3, errorMessage: 'b' }), 'b')
  for (const nothing of [null, undefined, {}, 'text', { errorType: '' }]) t.equal(errorLine(nothing), undefined)
})
