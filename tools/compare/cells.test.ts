import t from 'tap'
import { choicesOf, numberList } from './choices.ts'
import { cellsOf, cellsOfOneSize, storesNamed } from './cells.ts'

const options = { prefix: 'demo', memoryMb: 3008, packageBytes: 60_000_000 }

t.test('a store and a size that a limit forbids make no cell, and the limit is reported', t => {
  const stores = ['efs', 's3-memory', 'package']
  const { cells, forbidden } = cellsOf({ ...options, stores, sizesMib: [1, 100, 200, 400, 1300, 3000] })
  t.same(
    cells.map(({ store, sizeMib, functionName }) => [store, sizeMib, functionName]),
    [
      ['efs', 1, 'demo-compare-efs'],
      ['efs', 100, 'demo-compare-efs'],
      ['efs', 200, 'demo-compare-efs'],
      ['efs', 400, 'demo-compare-efs'],
      ['efs', 1300, 'demo-compare-efs'],
      ...[1, 100, 200, 400].map(sizeMib => ['s3-memory', sizeMib, 'demo-compare-s3-memory']),
      ['package', 1, 'demo-compare-package-1'],
      ['package', 100, 'demo-compare-package-2'],
    ],
  )
  const limitOf = (store: string, sizeMib: number) =>
    forbidden.find(one => one.store === store && one.sizeMib === sizeMib)?.limit
  t.match(limitOf('efs', 3000), /needs 3982 MB of memory for it and has 3008/)
  t.match(limitOf('package', 200), /262144000 bytes unzipped at most, of which the function takes 60000000/)
  t.match(limitOf('s3-memory', 1300), /needs 3157 MB of memory for it and has 3008/)
  t.end()
})

t.test('comparison.yaml has one function for each package', t => {
  const { cells, forbidden } = cellsOf({ ...options, stores: ['package'], sizesMib: [1, 2, 3, 4, 5] })
  t.equal(cells.length, 4)
  t.match(forbidden, [{ sizeMib: 5, limit: /has 4 functions with a package/ }])
  t.end()
})

t.test('the errors for an unknown store and for a size that is no number list the allowed values', t => {
  t.throws(() => storesNamed(['nfs']), {
    message: /no store 'nfs'; the stores are efs, s3-vpc, s3, s3-memory, package/,
  })
  t.same(numberList('1,10,1', '--sizes'), [1, 10])
  for (const text of ['', '0', '1,x', '1.5', '-1'])
    t.throws(() => numberList(text, '--sizes'), { message: /--sizes takes/ })
  t.end()
})

t.test('a full run on AWS has 20 cold and 50 warm calls a cell and both sides of 300 MiB, a quick one 3 and 10', t => {
  const full = choicesOf({ seed: 1, memory: 3008 }, 'aws')
  t.match(full, { coldSamples: 20, warmSamples: 50, burst: [10, 25, 50], sizesMib: [1, 10, 100, 200, 400, 1000] })
  t.match(choicesOf({ seed: 1, memory: 3008 }, 'local'), { coldSamples: 10, warmSamples: 30, burst: [2, 4, 8] })
  t.match(choicesOf({ seed: 1, memory: 3008, quick: true }, 'local'), { coldSamples: 3, warmSamples: 10 })
  t.end()
})

t.test('a package may have exactly the limit, and a function exactly the memory that a model needs', t => {
  const packageBytes = 262_144_000 - 1024 ** 2
  const one = { ...options, packageBytes, sizesMib: [1] }
  t.equal(cellsOf({ ...one, stores: ['package'] }).cells.length, 1)
  const over = cellsOf({ ...one, packageBytes: packageBytes + 1, stores: ['package'] })
  t.same(over.cells, [])
  t.match(over.forbidden, [{ store: 'package', sizeMib: 1, limit: /of which the function takes 261095425$/ }])
  for (const store of ['efs', 's3-memory']) {
    const at = (memoryMb: number) => cellsOf({ ...options, memoryMb, stores: [store], sizesMib: [400] })
    const { limit } = at(1).forbidden[0]!
    const needed = Number(/needs (\d+) MB/.exec(limit)![1])
    t.equal(at(needed).cells.length, 1, store)
    t.match(at(needed - 1).forbidden, [
      { limit: `the function needs ${needed} MB of memory for it and has ${needed - 1}` },
    ])
  }
  t.end()
})

t.test('each store has its functions of comparison.yaml', t => {
  t.same(
    storesNamed(['efs', 's3-vpc', 's3', 's3-memory', 'package']).map(({ functions }) => functions('demo')),
    [
      ['demo-compare-efs'],
      ['demo-compare-s3-vpc'],
      ['demo-compare-s3'],
      ['demo-compare-s3-memory'],
      [1, 2, 3, 4].map(number => `demo-compare-package-${number}`),
    ],
  )
  t.end()
})

t.test('bursts and freshness use a size that as many stores as possible have', t => {
  const cell = (store: string, sizeMib: number) => ({ store, sizeMib, functionName: store })
  const cells = [cell('a', 1), cell('b', 1), cell('a', 10), cell('b', 10), cell('a', 100)]
  const chosen = (choose: (sizes: number[]) => number) => cellsOfOneSize(cells, choose)
  t.same(
    chosen(sizes => Math.max(...sizes)),
    [cell('a', 10), cell('b', 10)],
  )
  t.same(
    chosen(sizes => Math.min(...sizes)),
    [cell('a', 1), cell('b', 1)],
  )
  t.same(
    cellsOfOneSize([], sizes => Math.max(...sizes)),
    [],
  )
  t.end()
})
