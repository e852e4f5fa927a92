import t from 'tap'
import { z } from 'zod'
import { payloadLimitBytes, readBody } from './request-body.ts'

const read = (body: string | null, isBase64Encoded = false) =>
  readBody({ body, isBase64Encoded } as never, z.object({ name: z.string() }))

t.test('a body is read as UTF-8, also if it arrives in base64', t => {
  const text = JSON.stringify({ name: 'grüße' })
  t.same(read(text), { name: 'grüße' })
  t.same(read(Buffer.from(text).toString('base64'), true), { name: 'grüße' })
  const message = 'The body is not UTF-8, as JSON must be.'
  t.throws(() => read(Buffer.from(text, 'latin1').toString('base64'), true), { code: 'INVALID_REQUEST', message })
  t.end()
})

t.test('a request without a body is read as an empty body, which is not JSON', t => {
  const code = 'INVALID_REQUEST'
  t.throws(() => read(null), { code, message: /^The body is not JSON: Unexpected end of JSON input\.$/ })
  t.end()
})

t.test('the refusal of a body that is too large has its size, the limit and the way around it', t => {
  t.same(read('{"name":"a"}'.padEnd(payloadLimitBytes)), { name: 'a' }, 'the limit itself is not too large')
  const bytes = payloadLimitBytes + 1
  t.throws(() => read('a'.repeat(bytes)), {
    code: 'TOO_LARGE',
    message: `The body has ${bytes} bytes; the limit is 6291456. Put larger data in the bucket and send its key.`,
    details: { bytes, limitBytes: 6_291_456 },
  })
  t.end()
})
