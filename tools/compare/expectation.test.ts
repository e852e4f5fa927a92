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

t.test('each assumption has a source and a date', t => {
  for (const { id, source, dated, unit, means } of assumptions) t.ok(source && dated && unit && means, id)
  t.end()
})
