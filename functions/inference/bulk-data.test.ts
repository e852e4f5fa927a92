import { array, assert, constantFrom, integer, oneof, property, string, tuple } from 'fast-check'
import t from 'tap'
import { BulkData } from './bulk-data.ts'

/** The elements that are read from the array with this text, in slices; undefined if they are not as the shape says. */
function read(text: string, shape: number[]) {
  // The bytes around the array are none of its own.
  const bytes = Buffer.from(`[{${text}]"`)
  const outcome = new BulkData(bytes, 2, bytes.length - 2).read(shape)
  return outcome && { count: outcome.count, slices: [...outcome.slices()] }
}

const elements = (text: string, shape: number[]) => read(text, shape)?.slices.flat()

t.test('a flat array gives its elements, whatever the shape', async t => {
  for (const text of ['[1,2.5,-3e4]', ' [ 1 ,\n2.5\t,\r-3e4 ] '.trim(), '["a]","[b,c","\\\\\\"]",null,true]', '[7]']) {
    const parsed = JSON.parse(text) as unknown[]
    for (const shape of [[parsed.length], [100], [1, parsed.length]]) {
      t.same(read(text, shape), { count: parsed.length, slices: [parsed] }, `${text} ${shape}`)
    }
  }
  t.equal(read('[]', [0])?.count, 0)
  t.equal(read('[ ]', [2, 2])?.count, 0)
})

t.test('a nested array gives its elements row by row, if every row is as the shape says', async t => {
  for (const [text, shape] of [
    ['[[1,2],[3,4],[5,6]]', [3, 2]],
    ['[[[1],[2]],[[3],[4]]]', [2, 2, 1]],
    ['[ [ "x]" , "[y" ] ]', [1, 2]],
    ['[[1]]', [1, 1]],
  ] as const) {
    const flat = (JSON.parse(text) as unknown[]).flat(9)
    t.same(read(text, [...shape]), { count: flat.length, slices: [flat] }, text)
  }
  t.same(read('[[],[]]', [2, 0]), { count: 0, slices: [] })
  t.same(read('[[[],[]]]', [1, 2, 0]), { count: 0, slices: [] })
})

for (const [text, shape] of [
  ['[[1,2],[3]]', [2, 2]],
  ['[[1],[2,3]]', [2, 2]],
  ['[[1,2],[3,4]]', [3, 2]],
  ['[[1,2],[3,4]]', [2, 2, 1]],
  ['[[1,2],[3,4]]', [4]],
  ['[1,[2]]', [2, 1]],
  ['[[1],2]', [2, 1]],
  ['[[1,[2]],[3,[4]]]', [2, 2, 1]],
  ['[[],[]]', [2, 1]],
  ['[[],[]]', [1, 0]],
  ['[[],[1]]', [2, 0]],
  ['[[1],[]]', [2, 1]],
  ['[[[]]]', [1, 1]],
  ['[[],1]', [2, 0]],
] as const) {
  t.test(`${text} is not nested as [${shape}] says`, async t => {
    t.equal(read(text, [...shape]), undefined)
  })
}

t.test('a large array comes in slices of some 64 KiB, cut at commas between elements', async t => {
  const row = (index: number) => [index, `${index},"[`, 1e21]
  const rows = Array.from({ length: 12_000 }, (_, index) => row(index))
  for (const [value, shape] of [
    [rows, [rows.length, 3]],
    [rows.flat(), [rows.length * 3]],
  ] as const) {
    const text = JSON.stringify(value)
    const outcome = read(text, [...shape])!
    t.equal(outcome.count, rows.length * 3)
    t.ok(outcome.slices.flat().every((element, index) => element === row(Math.floor(index / 3))[index % 3]))
    t.equal(outcome.slices.length, Math.ceil(text.length / 65_600), `${text.length} bytes`)
    const lengths = outcome.slices.map(slice => JSON.stringify(slice).length)
    t.ok(Math.max(...lengths) < 65_700, `the longest has ${Math.max(...lengths)} bytes`)
  }
})

t.test('a large array is cut at the first comma that is 64 KiB from the last cut', async t => {
  const spaces = ' '.repeat(65_534)
  t.same(read(`[1${spaces},2${spaces} ,3,4]`, [4])?.slices, [[1], [2], [3, 4]])
  t.same(read(`[1${spaces.slice(1)},2,3]`, [3])?.slices, [[1, 2], [3]])
})

t.test('a text that is not JSON is an error when its slice is read', async t => {
  for (const text of ['[1,,2]', '[1 2]', '[1,]', '[nul]', '[01]']) {
    t.throws(() => read(text, [2]), SyntaxError, text)
  }
})

t.test('any array of any shape is read as a parser reads it', async t => {
  const element = oneof(
    integer(),
    string({ unit: constantFrom('[', ']', ',', '"', '\\', ' ', 'é') }),
    constantFrom(null),
  )
  const shapes = array(integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 })
  assert(
    property(
      tuple(shapes, array(element, { minLength: 27, maxLength: 27 }), constantFrom(0, 1)),
      ([shape, pool, indent]) => {
        let next = 0
        const make = (level: number): unknown =>
          level === shape.length ? pool[next++] : Array.from({ length: shape[level]! }, () => make(level + 1))
        const text = JSON.stringify(make(0), null, indent)
        const expected = pool.slice(0, next)
        return JSON.stringify(elements(text, shape)) === JSON.stringify(expected)
      },
    ),
  )
  t.pass('a counterexample would have been an error')
})
