import t from 'tap'
import { readSignature } from './signature.ts'

const parts = {
  'X-Amz-SignedHeaders': 'host;x-amz-date',
  'X-Amz-Signature': 'abc',
  'X-Amz-Date': '20260102T030405Z',
  'X-Amz-Expires': '60',
}

const presigned = (more: Record<string, string | undefined> = {}) => {
  const given = Object.entries({ ...parts, ...more }).filter((part): part is [string, string] => part[1] !== undefined)
  return readSignature({ headers: {}, query: new URLSearchParams(given) } as never)
}

t.test('a presigned request has its signature in its query', async t => {
  const signature = presigned()
  t.match(signature, { signature: 'abc', signedAt: new Date('2026-01-02T03:04:05Z'), expiresSeconds: 60 })
  t.same(signature!.signedHeaders, new Set(['host', 'x-amz-date']))
  for (const name of Object.keys(parts)) t.equal(presigned({ [name]: undefined }), undefined, `without ${name}`)
})

t.test('a presigned request is valid for a second to seven days', async t => {
  for (const seconds of ['1', '604800'])
    t.equal(presigned({ 'X-Amz-Expires': seconds })?.expiresSeconds, Number(seconds))
  for (const seconds of ['0', '-1', '604801', 'x', ''])
    t.equal(presigned({ 'X-Amz-Expires': seconds }), undefined, seconds)
})

t.test('a signed request has its signature in a header', async t => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=K/20260102/r/s/aws4_request, SignedHeaders=host, Signature=abc'
  const read = (headers: object) => readSignature({ headers, query: new URLSearchParams() } as never)
  const signature = read({ authorization, 'x-amz-date': '20260102T030405Z' })
  t.same(signature, { signature: 'abc', signedHeaders: new Set(['host']), signedAt: new Date('2026-01-02T03:04:05Z') })
  for (const date of [undefined, '', '2026', '20260102T030405', 'x20260102T030405Z', '20260102T030405Zx'])
    t.equal(read({ authorization, 'x-amz-date': date }), undefined)
  for (const part of ['SignedHeaders=host, ', ', Signature=abc']) {
    const incomplete = { authorization: authorization.replace(part, ''), 'x-amz-date': '20260102T030405Z' }
    t.equal(read(incomplete), undefined, `without ${part}`)
  }
})
