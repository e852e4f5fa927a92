import t from 'tap'
import { z } from 'zod'
import { parseJson } from './parse-json.ts'

const schema = z.object({ rows: z.array(z.number()) })
const parse = (text: string) => parseJson(text, schema, 'INVALID_INPUT', 'The file')

t.test('what is as the schema has it is returned, without what the schema does not know', t => {
  t.same(parse('{"rows":[1,2],"more":true}'), { rows: [1, 2] })
  t.end()
})

t.test('a byte order mark before the text is no part of it', t => {
  t.same(parse('\uFEFF{"rows":[1]}'), { rows: [1] })
  t.throws(() => parse('\uFEFF\uFEFF{"rows":[1]}'), { message: /^The file is not JSON: / }, 'a second one is')
  t.throws(() => parse('\uFEFF'), { message: 'The file is not JSON: Unexpected end of JSON input.' })
  t.end()
})

t.test('a value nested without end is refused like any other that is not expected', t => {
  const nested = '['.repeat(100_000) + ']'.repeat(100_000)
  for (const text of [nested, `{"rows":${nested}}`, `{"rows":[${nested}]}`]) {
    t.throws(() => parse(text), { code: 'INVALID_INPUT', message: /expected (object|number), received array\.$/ })
  }
  t.same(parse(`{"rows":[],"more":${nested}}`), { rows: [] })
  t.end()
})

t.test('a text that is not JSON is refused with what the parser says, which is the cause as well', t => {
  const refused = { code: 'INVALID_INPUT', message: /^The file is not JSON: .+\.$/s, cause: SyntaxError }
  for (const text of ['', '{', 'rows']) t.throws(() => parse(text), refused, text)
  t.end()
})

t.test('a value of another form is refused with the place where it differs, if that is not the whole', t => {
  for (const [text, message] of [
    ['[]', 'The file is not what is expected: Invalid input: expected object, received array.'],
    ['{}', 'The file is not what is expected at rows: Invalid input: expected array, received undefined.'],
    [
      '{"rows":[1,"2"]}',
      'The file is not what is expected at rows.1: Invalid input: expected number, received string.',
    ],
  ] as const) {
    t.throws(() => parse(text), { code: 'INVALID_INPUT', message }, text)
  }
  t.end()
})
