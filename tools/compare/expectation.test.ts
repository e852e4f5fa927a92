import t from 'tap'
import { assumptions } from './assumptions.ts'
import { expectedColdMs } from './expectation.ts'

t.test('the expectation for a networked store uses the burst up to 300 MiB, and 75 MiB/s for the rest', t => {
  for (const store of ['efs', 's3', 's3-vpc', 's3-memory']) {
    const at = (sizeMib: number) => expectedColdMs(store, sizeMib)!
    t.ok(Math.abs(at(200) - at(100) - (100 * 2 ** 20) / 1.1e6) < 3, store)
    t.ok(Math.abs(at(1000) - at(400) - (600 / 75) * 1000) < 1, store)
  }
  t.end()
})

t.test('a store without published figures has no expectation', t => {
  t.equal(expectedColdMs('image', 10), undefined)
  t.equal(expectedColdMs('package', 300), undefined, 'a package cannot be that large')
  t.ok(expectedColdMs('package', 100)! > 3.4 * expectedColdMs('package', 1)!)
  t.end()
})

t.test('the expected milliseconds are those of the published figures', t => {
  const expected: Record<string, readonly (string | undefined)[]> = {
    efs: ['469.753', '564.125', '707.113', '754.775', '768.109', '10088.109'],
    s3: ['502.971', '599.090', '744.726', '793.271', '806.604', '10126.604'],
    's3-vpc': ['502.971', '599.090', '744.726', '793.271', '806.604', '10126.604'],
    package: ['448.000', '1628.450', '3585.792', undefined, undefined, undefined],
  }
  for (const [store, values] of Object.entries(expected)) {
    t.same(
      [1, 100, 250, 300, 301, 1000].map(sizeMib => expectedColdMs(store, sizeMib)?.toFixed(3)),
      values,
      store,
    )
  }
  t.equal(expectedColdMs('package', 10e6 / 2 ** 20), 448, 'a small package costs nothing')
  t.equal(expectedColdMs('package', 250.01), undefined)
  t.end()
})

t.test('the assumptions are these figures, of these days', t => {
  t.same(
    assumptions.map(({ id, value, unit, dated }) => `${id} = ${value} ${unit}, ${dated}`),
    [
      'startMs = 448 ms, 2021',
      'burstBytes = 314572800 bytes, 2024',
      'burstBytesPerSecond = 1100000000 bytes/s, 2024',
      'steadyBytesPerSecond = 78643200 bytes/s, 2024',
      's3FirstByteMs = 27 ms, 2024',
      's3ConnectionBytesPerSecond = 90000000 bytes/s, 2026-11-28',
      'efsReadMs = 5.2 ms, 2024-04',
      'efsClientBytesPerSecond = 1572864000 bytes/s, 2026-11-29',
      'packageFactor = 3.5 times the start, 2021',
    ],
  )
  t.end()
})

t.test('each assumption has a source and a date', t => {
  for (const { id, source, dated, unit, means } of assumptions) t.ok(source && dated && unit && means, id)
  t.end()
})
