import t from 'tap'
import { z } from 'zod'
import { parseJson } from './parse-json.ts'

const schema = z.object({ rows: z.array(z.number()) })
const parse = (text: string) => parseJson(text, schema, 'INVALID_INPUT', 'The file')

t.test('a value that fits the schema is returned without fields that the schema does not know', t => {
  t.same(parse('{"rows":[1,2],"more":true}'), { rows: [1, 2] })
  t.end()
})

t.test('a byte order mark before the text is ignored', t => {
  t.same(parse('\uFEFF{"rows":[1]}'), { rows: [1] })
  t.throws(() => parse('\uFEFF\uFEFF{"rows":[1]}'), { message: /^The file is not JSON: / }, 'a second one is')
  t.throws(() => parse('\uFEFF'), { message: 'The file is not JSON: Unexpected end of JSON input.' })
  t.end()
})

t.test('an endlessly nested value is refused like any other unexpected value', t => {
  const nested = '['.repeat(100_000) + ']'.repeat(100_000)
  for (const text of [nested, `{"rows":${nested}}`, `{"rows":[${nested}]}`]) {
    t.throws(() => parse(text), { code: 'INVALID_INPUT', message: /expected (object|number), received array\.$/ })
  }
  t.same(parse(`{"rows":[],"more":${nested}}`), { rows: [] })
  t.end()
})

t.test('a text that is not JSON is refused with the parser’s message, and the parser’s error is the cause', t => {
  const refused = { code: 'INVALID_INPUT', message: /^The file is not JSON: .+\.$/s, cause: SyntaxError }
  for (const text of ['', '{', 'rows']) t.throws(() => parse(text), refused, text)
  t.end()
})

t.test('a value of another form is refused with the place where it differs, unless that is the whole value', t => {
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
