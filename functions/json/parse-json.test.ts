import t from 'tap'
import { z } from 'zod'
import { parseJson } from './parse-json.ts'

const schema = z.object({ rows: z.array(z.number()) })
const parse = (text: string) => parseJson(text, schema, 'INVALID_INPUT', 'The file')

t.test('what is as the schema has it is returned, without what the schema does not know', t => {
  t.same(parse('{"rows":[1,2],"more":true}'), { rows: [1, 2] })
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
