import type { Tag } from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { refuseUnhonoured } from './honoured-properties.ts'
import { isTrue, jsonText, numberOf } from './property-values.ts'
import { mergedTags, sameTags, tagMap } from './tags.ts'

t.test('booleans, numbers and documents may be text', t => {
  for (const value of [true, 'true']) t.equal(isTrue(value), true)
  for (const value of [false, 'false', undefined, 1, 'True', '']) t.equal(isTrue(value), false, String(value))
  t.same([numberOf('5'), numberOf(5), numberOf('0'), numberOf(undefined)], [5, 5, 0, undefined])
  t.same([jsonText({ a: 1 }), jsonText('{}'), jsonText(undefined)], ['{"a":1}', '{}', undefined])
  t.end()
})

t.test('a resource’s own tags go before those of the stack', t => {
  const stack = [
    { Key: 'a', Value: '1' },
    { Key: 'aws:x', Value: 'y' },
  ]
  const own = [{ Key: 'a', Value: '2' }, { Key: 'b' } as Tag]
  t.same(tagMap(stack, own), { a: '2', 'aws:x': 'y', b: '' })
  t.same(tagMap(stack, undefined), { a: '1', 'aws:x': 'y' })
  t.same(mergedTags([], own), [
    { Key: 'a', Value: '2' },
    { Key: 'b', Value: '' },
  ])
  t.equal(sameTags(own, [...own].reverse()), true)
  t.equal(sameTags(own, own.slice(1)), false)
  for (const [tags, message] of [
    [[{ Key: 'AWS:x' }], 'Tag keys that begin with aws: are reserved: AWS:x'],
    [[{ Key: 'a' }, { Key: 'a' }], "Duplicate tag key 'a' specified."],
  ] as const)
    t.throws(() => tagMap([], tags as unknown as Tag[]), { code: 'InvalidRequest', message })
  t.end()
})

t.test('a property that is not honoured is refused by its whole name, also in a list', t => {
  const honoured = ['A', 'B.C', 'D.E.F']
  for (const properties of [
    {},
    { A: { anything: [1] } },
    { B: { C: { x: 1 } } },
    { D: [{ E: [{ F: 1 }] }] },
    { B: null },
  ])
    t.doesNotThrow(() => refuseUnhonoured('T', properties, honoured), JSON.stringify(properties))
  for (const [properties, name] of [
    [{ A: 1, X: 1 }, 'X'],
    [{ B: { C: 1, X: 1 } }, 'B.X'],
    [{ D: [{ E: { F: 1 } }, { E: [{ F: 1 }, { X: 1 }] }] }, 'D.E.X'],
  ] as const)
    t.throws(() => refuseUnhonoured('T', properties, honoured), {
      code: 'InvalidRequest',
      message: `The local AWS does not have the property ${name} of T.`,
    })
  t.throws(() => refuseUnhonoured('T', { X: 1 }, honoured, 'Path.'), { message: /the property Path\.X of T/ })
  t.end()
})
