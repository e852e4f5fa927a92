import t from 'tap'
import { faultPlace } from './json-place.ts'

const places: [text: string, line: number, column: number][] = [
  ['{"this is invalid JSON"}', 1, 25],
  ['{bad', 1, 3],
  ['{"a": 1,}', 1, 10],
  ['{\n  "a": x\n}', 2, 9],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 4],
  [`{"long": "${'x'.repeat(60)}",\n"a": ?}`, 2, 7],
  ['{"a": [1, 2', 1, 13],
]

t.test('the place of a fault in JSON is the line, and the column after the first wrong character', async t => {
  for (const [text, line, column] of places)
    try {
      JSON.parse(text)
      t.fail(`${text} is JSON`)
    } catch (error) {
      t.same(faultPlace(text, error as SyntaxError), { line, column }, text)
    }
})
