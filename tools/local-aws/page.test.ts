import t from 'tap'
import { AwsError } from './aws-error.ts'
import { base64, page, placeOf } from './page.ts'

t.test('the pages of a list follow each other to its end', t => {
  const items = ['a', 'b', 'c', 'd']
  t.same(page(items, 0, 3), { items: ['a', 'b', 'c'], next: 3 })
  t.same(page(items, 3, 3), { items: ['d'] })
  t.same(page(items, 0, 4), { items }, 'a page that is just full is the last one')
  t.same(page(items, 9, 3), { items: [] })
  t.same(page([], 0, 3), { items: [] })
  t.end()
})

t.test('a token is a position of a list, or is refused', t => {
  const invalid = new AwsError('Invalid', 'Invalid token')
  t.equal(placeOf(undefined, invalid), 0)
  t.equal(placeOf('3', invalid), 3)
  for (const token of ['-1', '1.5', 'x']) t.throws(() => placeOf(token, invalid), invalid, token)
  t.equal(placeOf(base64.decode(base64.encode(100)), invalid), 100)
  for (const token of ['#', '1', 'eA=='])
    t.throws(() => placeOf(base64.decode(token), invalid), invalid, `decoded ${token}`)
  t.equal(base64.decode(undefined), undefined)
  t.end()
})
