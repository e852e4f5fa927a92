import fc from 'fast-check'

// For tests only: good and bad bodies, as API Gateway passes them on.

export interface AnyBody {
  body: string | null
  isBase64Encoded: boolean
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

/** Values that code may stumble over, anywhere in a body. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -0, 1e308, -1, '', ' ', '\0', '..', '/', '\ud800', '__proto__', [], {}),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 2 }),
)

/** Bodies with these fields. Each field may be missing or have a wrong value. */
export function anyBody(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<AnyBody> {
  const odd = Object.entries(fields).map(
    ([name, good]) => [name, fc.oneof({ weight: 3, arbitrary: good }, { weight: 1, arbitrary: oddValue })] as const,
  )
  const object = fc.record(Object.fromEntries(odd), { requiredKeys: [] })
  const withMore = fc.tuple(object, fc.dictionary(fc.string(), oddValue, { maxKeys: 2 }))
  const text = fc.oneof(
    { weight: 6, arbitrary: withMore.map(([known, more]) => JSON.stringify({ ...more, ...known })) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', 'null', '{', '\ufeff{}', '{"__proto__":{"key":"inputs/a"}}', nested(9000)),
    },
  )
  return fc.oneof(
    { weight: 4, arbitrary: text.map(body => ({ body, isBase64Encoded: false })) },
    { weight: 2, arbitrary: text.map(body => ({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true })) },
    { weight: 1, arbitrary: text.map(body => ({ body, isBase64Encoded: true })) },
    {
      weight: 1,
      arbitrary: fc.uint8Array().map(bytes => ({ body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true })),
    },
    { weight: 1, arbitrary: fc.constant({ body: null, isBase64Encoded: false }) },
  )
}

/** Whether docs/api.md lists this answer for a working mount and bucket. */
export function isInContract({
  status,
  body,
}: {
  status: number
  body: { error?: unknown; message?: unknown }
}): boolean {
  if (status === 200 || status === 201) return !('error' in body)
  const codes: Record<number, string[]> = {
    400: ['INVALID_REQUEST', 'INVALID_INPUT'],
    404: ['NOT_FOUND', 'MODEL_NOT_FOUND'],
    413: ['TOO_LARGE'],
    422: ['INVALID_MODEL'],
  }
  return Boolean(codes[status]?.includes(String(body.error))) && typeof body.message === 'string'
}
