import t from 'tap'
import { requestedRange } from './requested-range.ts'

t.test('a range is cut to the object', t => {
  for (const [header, first, last] of [
    ['bytes=0-0', 0, 0],
    ['bytes=2-4', 2, 4],
    ['bytes=9-', 9, 9],
    ['bytes=9-9', 9, 9],
    ['bytes=0-99', 0, 9],
    ['bytes=-1', 9, 9],
    ['bytes=-10', 0, 9],
    ['bytes=-11', 0, 9],
    [' bytes=3-3 ', 3, 3],
  ] as const)
    t.same(requestedRange(header, 10), { first, last }, header)
  t.end()
})

t.test('what is no single range is ignored, and one outside of the object refused', t => {
  for (const header of [
    undefined,
    '',
    'bytes=-',
    'bytes=1-2,4-5',
    'items=1-2',
    'bytes=4-3',
    'bytes=a-b',
    'bytes=12-11',
  ])
    t.equal(requestedRange(header, 10), undefined, String(header))
  for (const header of ['bytes=10-', 'bytes=10-20', 'bytes=-0'])
    t.throws(() => requestedRange(header, 10), {
      code: 'InvalidRange',
      statusCode: 416,
      details: { RangeRequested: header, ActualObjectSize: 10 },
      headers: {},
    })
  t.throws(() => requestedRange('bytes=-5', 0), { code: 'InvalidRange' }, 'an empty object has no last bytes')
  t.end()
})
