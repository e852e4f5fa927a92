import t from 'tap'
import { endOfString, findBulk, isSpace } from './find-bulk.ts'

const large = 64 * 1024
/** An array whose text has so many bytes. */
const arrayOf = (bytes: number, begin = '[1', end = ']') => begin + ' '.repeat(bytes - begin.length - end.length) + end
const data = arrayOf(large)

/** What is found: which input, and its text. */
const found = (text: string) => {
  const bytes = Buffer.from(text)
  return findBulk(bytes).map(({ input, begin, end }) => [input, bytes.toString('utf8', begin, end)])
}

t.test('data of at least 64 KiB is found in its input, wherever the member is', async t => {
  t.same(found(`{"inputs":[{"name":"x","data":${data}}]}`), [[0, data]])
  t.same(found(`{"inputs":[{"data":${data},"name":"x"}]}`), [[0, data]])
  t.same(found(` {\n"id" : "é" ,\t"inputs"\r: [ { "data" : ${data} } ] , "outputs" : [ ] } `), [[0, data]])
  t.same(found(`{"inputs":[{"name":"x","data":${arrayOf(large - 1)}}]}`), [])
})

t.test('each input is numbered, and those with small data are passed over', async t => {
  const nested = arrayOf(large + 5, '[[1,2],["a]","\\"","\\\\"],[null,-1.5e3,true]', ']')
  const inputs = [
    `{"data":${data}}`,
    '{}',
    '{"data":[1]}',
    `{"name":"y","data":${nested}}`,
    '{"data":7}',
    `{"data":${data}}`,
  ]
  t.same(found(`{"inputs":[${inputs}],"id":1}`), [
    [0, data],
    [3, nested],
    [5, data],
  ])
  t.same(found(`{"inputs":[{"data":[{"a":1}]},{"data":${data}}]}`), [[1, data]])
})

for (const [what, text] of [
  ['in a member of another name', `{"inputs":[{"name":"x","datas":${data}}]}`],
  ['beside the inputs', `{"data":${data},"inputs":[]}`],
  ['in the outputs', `{"outputs":[{"data":${data}}]}`],
  ['below another member', `{"inputs":[{"parameters":{"data":${data}}}]}`],
  ['that contains an object', `{"inputs":[{"data":${arrayOf(large, '[{"a":[1]},')}}]}`],
  ['that is an object', `{"inputs":[{"data":${arrayOf(large, '{"a":1', '}')}}]}`],
  ['that is a string', `{"inputs":[{"data":"${data}"}]}`],
] as const) {
  t.test(`nothing is found ${what}`, async t => {
    JSON.parse(text.replace('[1,', '[1').replace('},', '}'))
    t.same(found(text), [])
  })
}

for (const [what, text] of [
  ['a member twice', `{"inputs":[{"data":${data},"data":[1]}]}`],
  ['its inputs twice', `{"inputs":[{"data":${data}}],"inputs":[]}`],
  ['a name that is escaped', `{"inputs":[{"data":${data},"d\\u0061ta":[1]}]}`],
  ['an array instead of an object', `[{"inputs":[{"data":${data}}]}]`],
  ['inputs that are no array', `{"inputs":{"data":${data}}}`],
  ['an input that is no object', `{"inputs":[{"data":${data}},[1]]}`],
  ['no colon', `{"inputs":[{"data":${data}}],"id" 1}`],
  ['no comma', `{"inputs":[{"data":${data}}{}]}`],
  ['an object that ends in an array', `{"inputs":[{"data":${data},"x":[1}]}]}`],
  ['two values', `{"inputs":[{"data":${data},"x":1 2}]}`],
  ['no value', `{"inputs":[{"data":${data},"x":}]}`],
  ['a name that is no string', `{"inputs":[{"data":${data},x:1}]}`],
  ['a name without its first quote', `{"inputs":[{"data":${data}}],x":1}`],
  ['data that ends as an object does', `{"inputs":[{"data":${data.slice(0, -1)}}}]}`],
  ['no end of a string in an array', `{"inputs":[{"data":${data},"x":["]}]}`],
  ['no end of a string', `{"inputs":[{"data":${data},"x":"\\"}]}`],
  ['a bracket too many', `{"inputs":[{"data":${data}}]]}`],
] as const) {
  t.test(`nothing is found in a text with ${what}`, async t => {
    t.same(found(text), [])
  })
}

t.test('a text that is cut anywhere has nothing', async t => {
  const text = `{"id":"a\\"b","inputs":[{"shape":[1,2],"x":null,"data":${data}},{"y":"z"}]}`
  t.equal(found(text).length, 1)
  const places = [...Array(80).keys(), ...Array.from({ length: 20 }, (_, back) => text.length - 1 - back)]
  for (const place of places) t.same(found(text.slice(0, place)), [], `after ${place} bytes`)
})

t.test('a string ends at the first quote that no odd number of backslashes precedes', async t => {
  const end = (text: string, begin = 0) => endOfString(Buffer.from(text), begin)
  t.same([end('""'), end('"a" "'), end('"é"')], [2, 3, 4])
  t.same([end('"\\""'), end('"\\\\"x"'), end('"\\\\\\""')], [4, 4, 6])
  t.equal(end('xx"ab",', 2), 6)
  t.same([end('"'), end('"abc'), end('"\\"')], [1, 4, 3], 'without an end it takes the rest')
})

t.test('white space is that of JSON', async t => {
  const spaces = Array.from({ length: 256 }, (_, byte) => byte).filter(isSpace)
  t.same(spaces, [9, 10, 13, 32])
  t.equal(isSpace(undefined), false)
})
