import t from 'tap'
import { checkedTags, maxBucketTags, maxObjectTags, tagsFromHeader } from './tags.ts'

const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }))
const invalid = (message: string) => ({ code: 'InvalidTag', message, statusCode: 400 })

t.test('an object has ten tags, and a bucket fifty', t => {
  for (const [limit, words] of [
    [maxObjectTags, 'Object tags cannot be greater than 10'],
    [maxBucketTags, 'Bucket tag count cannot be greater than 50'],
  ] as const) {
    t.same(checkedTags(tags(limit), limit), tags(limit))
    t.throws(() => checkedTags(tags(limit + 1), limit), { code: 'BadRequest', message: words, statusCode: 400 })
  }
  t.end()
})

t.test('keys and values have their lengths and characters', t => {
  const check = (Key: string, Value = '', limit = maxObjectTags) => checkedTags([{ Key, Value }], limit)
  for (const key of ['k'.repeat(128), '𝒌'.repeat(128), 'Größe 1+-=._:/@']) t.equal(check(key)[0]!.Key, key)
  for (const key of ['', 'k'.repeat(129), 'a#b', 'a\n'])
    t.throws(() => check(key), invalid('The TagKey you have provided is invalid'), key)
  for (const value of ['', 'v'.repeat(256), 'Größe 1+-=._:/@']) t.equal(check('k', value)[0]!.Value, value)
  for (const value of ['v'.repeat(257), 'a#b'])
    t.throws(() => check('k', value), {
      ...invalid('The TagValue you have provided is invalid'),
      details: { TagKey: 'k', TagValue: value },
    })
  for (const key of ['aws:k', 'AWS:k']) {
    t.throws(() => check(key), invalid('Your TagKey cannot be prefixed with aws:'))
    t.throws(() => check(key, '', maxBucketTags), invalid('System tags cannot be added/updated by requester'))
  }
  t.throws(() => checkedTags([...tags(1), ...tags(1)], 10), invalid('Cannot provide multiple Tags with the same key'))
  t.same(checkedTags([{ Key: 'k' } as never], 10), [{ Key: 'k', Value: '' }])
  t.end()
})

t.test('a header has tags as a form has them', t => {
  for (const none of [undefined, '']) t.same(tagsFromHeader(none), [])
  t.same(tagsFromHeader('a=b&c=%C3%A9+d&e'), [
    { Key: 'a', Value: 'b' },
    { Key: 'c', Value: 'é d' },
    { Key: 'e', Value: '' },
  ])
  for (const header of ['a=1&a=2', '=b'])
    t.throws(() => tagsFromHeader(header), {
      code: 'InvalidArgument',
      details: { ArgumentName: 'x-amz-tagging', ArgumentValue: header },
    })
  t.end()
})
