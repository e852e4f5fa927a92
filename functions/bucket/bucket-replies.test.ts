import { Readable } from 'node:stream'
import t from 'tap'
import { within } from '../../tools/testing/eventually.ts'
import { Bucket } from './bucket.ts'

// A bucket whose S3 answers every request like this. No server gives some of these answers at will.
const bucketOf = (send: () => unknown) => new Bucket({ send: async () => send() } as never, 'test-bucket')

const failing = (error: unknown) =>
  bucketOf(() => {
    throw error
  })

const refusal = (name: string, httpStatusCode: number) =>
  Object.assign(new Error('the message of S3'), { name, $metadata: { httpStatusCode } })

async function opened(Body: Readable) {
  const object = await bucketOf(() => ({ Body, ETag: '"x"' })).open('models/m')
  if (object === 'unchanged') throw new TypeError('nothing is known of it')
  return object.body
}

const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length

t.test('an object with the known ETag that is sent again counts as unchanged, and its download ends', async t => {
  const Body = Readable.from([Buffer.from('same')])
  const bucket = bucketOf(() => ({ Body, ETag: '"same"' }))
  t.equal(await bucket.open('models/m', '"same"'), 'unchanged')
  t.ok(Body.destroyed)
  t.match(await bucket.open('models/m', '"another"'), { etag: '"same"', bytes: undefined })
})

t.test('an object without an ETag can be opened and created', async t => {
  const bucket = bucketOf(() => ({ Body: Readable.from([]) }))
  t.match(await bucket.open('models/m'), { etag: '' })
  t.same(await bucket.create('inputs/a', Buffer.from('x')), { etag: '' })
})

t.test('an object that another writer is making, or has made, is not created', async t => {
  for (const [name, status] of [
    ['PreconditionFailed', 412],
    ['ConditionalRequestConflict', 409],
  ] as const) {
    t.equal(await failing(refusal(name, status)).create('inputs/a', Buffer.from('x')), undefined, name)
  }
})

t.test('a failure of S3 says which object of which bucket it did not serve, and why', async t => {
  const why = (reason: string) => `S3 did not serve models/m in test-bucket: ${reason}.`
  for (const [error, message] of [
    [refusal('NoSuchKey', 404), 'The bucket has no object models/m.'],
    [refusal('NoSuchBucket', 404), why('NoSuchBucket')],
    [refusal('AccessDenied', 403), why('AccessDenied')],
    [new Error('socket hang up'), why('socket hang up')],
    [Object.assign(new Error('too slow'), { name: 'TimeoutError' }), why('TimeoutError')],
    ['no error at all', why('no error at all')],
    [undefined, why('undefined')],
  ] as const) {
    await t.rejects(failing(error).open('models/m'), { message, cause: error })
  }
})

t.test('if sending again does not help, the error says what does', async t => {
  const again = 'Send the request again.'
  for (const [name, remedy] of [
    ['InvalidObjectState', 'The object is archived. Restore it in S3, then send the request again.'],
    ['KMS.DisabledException', "The object's KMS key cannot be used. Enable it, or store the object again."],
    ['AccessDenied', "The function's role may not do this. Its policies, or the bucket's, must allow it."],
    ['AllAccessDisabled', "The function's role may not do this. Its policies, or the bucket's, must allow it."],
    ['NoSuchBucket', 'The bucket does not exist. Deploy again.'],
    ['SlowDown', again],
    ['AnInvalidObjectState', again],
    ['InvalidObjectStateOfSomething', again],
    ['KMSInvalidStateException', "The object's KMS key cannot be used. Enable it, or store the object again."],
    ['DisabledException', "The object's KMS key cannot be used. Enable it, or store the object again."],
    ['AKMS.DisabledException', again],
    ['IsDisabled', again],
    ['NoAccessDenied', again],
    ['AccessDeniedOnce', again],
    ['ANoSuchBucket', again],
    ['NoSuchBucketPolicy', again],
  ] as const) {
    await t.rejects(failing(refusal(name, 403)).open('models/m'), {
      message: `S3 did not serve models/m in test-bucket: ${name}. ${remedy}`,
    })
  }
})

t.test('a download is read in pieces of any size, and says when it has ended', async t => {
  const body = await opened(Readable.from([Buffer.from('block'), Buffer.from('of text')]))
  const read = async (length: number) => {
    const buffer = Buffer.alloc(length)
    return buffer.subarray(0, await within('bytes arrive', body.read(buffer))).toString()
  }
  t.equal(await read(2), 'bl')
  t.equal(await read(3), 'ock')
  t.equal(await read(1), 'o')
  t.equal(await read(6), 'f text')
  await t.resolves(within('the end comes', body.end()))
  t.equal(await read(1), '')
  t.equal(await read(0), '')
})

t.test('a download that continues past the requested range is an error', async t => {
  const body = await opened(Readable.from([Buffer.from('block')]))
  t.equal(await body.read(Buffer.alloc(4)), 4)
  await t.rejects(body.end(), {
    code: 'S3_UNAVAILABLE',
    message: 'The download of models/m sent more than it was asked for.',
  })
})

t.test('a download that is closed during a read counts as broken off, for the next reader too', async t => {
  const body = await opened(new Readable({ read: () => undefined }))
  const broken = { message: 'The download of models/m broke off.' }
  const reading = body.read(Buffer.alloc(1))
  body.close()
  await t.rejects(within('the reader learns of it', reading), broken)
  await t.rejects(within('the next reader learns of it', body.read(Buffer.alloc(1))), broken)
})

t.test('a download whose connection ends says that it broke off, with the cause', async t => {
  const body = new Readable({ read: () => undefined })
  const reading = (await opened(body)).read(Buffer.alloc(1))
  body.destroy(new Error('socket hang up'))
  const message = 'The download of models/m broke off.'
  const cause = { message: 'socket hang up' }
  await t.rejects(reading, { code: 'S3_UNAVAILABLE', message, details: { key: 'models/m' }, cause })
})

t.test('a download in which an SDK client finds a wrong checksum is not reported as broken off', async t => {
  for (const [said, message] of [
    ['Checksum mismatch: expected "a"', 'The download of models/m does not have the checksum that S3 names.'],
    ['no Checksum mismatch', 'The download of models/m broke off.'],
  ] as const) {
    const body = new Readable({ read: () => undefined })
    const reading = (await opened(body)).read(Buffer.alloc(1))
    body.destroy(new Error(said))
    await t.rejects(reading, { message })
  }
})

t.test('a connection that ends when nobody reads any more causes no error elsewhere', async t => {
  const body = new Readable({ read: () => undefined })
  await opened(body)
  const closed = new Promise(resolve => body.on('close', resolve))
  body.destroy(new Error('socket hang up'))
  await within('the body is closed', closed)
  t.match(body.errored, { message: 'socket hang up' })
})

t.test('no timer keeps running after a block of a download has arrived', async t => {
  const before = timers()
  const block = Buffer.alloc(5)
  t.equal(await (await opened(Readable.from([Buffer.from('block')]))).read(block), 5)
  t.equal(String(block), 'block')
  t.equal(timers(), before)
})
