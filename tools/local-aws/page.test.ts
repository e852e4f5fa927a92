import t from 'tap'
import { AwsError } from './aws-error.ts'
import { encodedPage, page, placeOf } from './page.ts'

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
  t.end()
})

t.test('a token in Base64 leads to the next page, or is refused', t => {
  const invalid = new AwsError('Invalid', 'Invalid token')
  const all = Array.from({ length: 130 }, (_, index) => index)
  const { items, next } = encodedPage(all, undefined, 125, invalid)
  t.same(items, all.slice(0, 125))
  t.equal(next, 'MTI1')
  t.same(encodedPage(all, next, 125, invalid), { items: all.slice(125) })
  for (const token of ['#', '1', 'eA==']) t.throws(() => encodedPage(all, token, 125, invalid), invalid, token)
  t.end()
})
