import t from 'tap'
import { compareKeys, lowerBound } from './key-order.ts'

t.test('keys have the order of their bytes in UTF-8', t => {
  const keys = ['', 'A', 'a', 'a\u0000', 'ab', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '😀a', '😁']
  const bytes = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  t.same([...keys].reverse().sort(compareKeys), bytes)
  t.equal(compareKeys('a', 'a'), 0)
  t.ok(compareKeys('\uc000', '\ue000') < 0, 'a Hangul syllable and a private character are two keys')
  for (const [key, place] of [
    ['', 0],
    ['a', 2],
    ['aa', 4],
    ['zzz', 5],
    ['😂', 12],
  ] as const)
    t.equal(lowerBound(bytes, key), place, key)
  t.equal(lowerBound([], 'a'), 0)
  t.end()
})
