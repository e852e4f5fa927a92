import t from 'tap'
import { writeJson } from './write-json.ts'

t.test('a negative zero keeps its sign anywhere in a value', t => {
  for (const [value, text] of [
    [-0, '-0.0'],
    [[0, -0, 1], '[0,-0.0,1]'],
    [['', -0], '["",-0.0]'],
    [{ a: [{ b: -0 }], c: null, d: '-0' }, '{"a":[{"b":-0.0}],"c":null,"d":"-0"}'],
  ] as const) {
    t.equal(writeJson(value), text)
    t.strictSame(JSON.parse(writeJson(value)), value)
  }
  t.end()
})

t.test('everything else is written as JSON.stringify does', t => {
  for (const value of [{ a: [1, 'ü"', null, true, undefined], b: undefined }, [], '', 0, null]) {
    t.equal(writeJson(value), JSON.stringify(value))
  }
  t.equal(writeJson([-0, undefined, { a: undefined }]), '[-0.0,null,{}]')
  t.end()
})
