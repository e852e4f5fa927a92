import t from 'tap'
import { fileIdOf } from './file-id.ts'
import { parseKey } from './key.ts'

const nameOf = (key: string) => fileIdOf(key).replace(/-[0-9a-f]{40}$/, '')

t.test('a readable name has one hyphen for each run of other characters, and no hyphen or dot at its ends', t => {
  for (const [name, readable] of [
    ['a \t b', 'a-b'],
    ['.-.a', 'a'],
    ['a.-.', 'a'],
    ['a..b--c', 'a..b--c'],
    ['...', 'file'],
  ] as const) {
    t.equal(nameOf(`inputs/${name}`), readable, name)
  }
  t.end()
})

t.test('a key that only begins like one made of its content gets a hash like any other key', t => {
  const key = `inputs/sha256-${'0'.repeat(64)}.json`
  t.match(fileIdOf(key), /^sha256-0{57}-[0-9a-f]{40}$/)
  t.end()
})

t.test('a refusal shows only the first 200 characters of a key', t => {
  t.throws(() => parseKey('x'.repeat(201)), {
    message: `The key "${'x'.repeat(200)}" must begin with models/ or inputs/.`,
  })
  t.end()
})
