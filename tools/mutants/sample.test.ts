import t from 'tap'
import type { Mutant } from './mutant.ts'
import { sample } from './sample.ts'

const mutants = Array.from({ length: 50 }, (_, at): Mutant => {
  const code = { original: `f(${at})`, replacement: '', lineText: `f(${at})` }
  return { id: String(at), file: `tools/${at % 7}.ts`, line: at, mutator: 'StringLiteral', ...code }
})

const ids = (drawn: readonly Mutant[]) => drawn.map(({ id }) => id)

t.test('a seed always draws the same mutants, and another seed draws others', t => {
  t.equal(sample(mutants, 10, 'a').length, 10)
  t.same(ids(sample(mutants.toReversed(), 10, 'a')), ids(sample(mutants, 10, 'a')))
  t.strictNotSame(ids(sample(mutants, 10, 'b')), ids(sample(mutants, 10, 'a')))
  t.end()
})

t.test('the sample stays the same when other code is removed and when lines move', t => {
  const drawn = sample(mutants, 10, 'a')
  const moved = mutants
    .filter(mutant => mutant.id === '0' || drawn.includes(mutant))
    .map(mutant => ({ ...mutant, id: `x${mutant.id}`, line: mutant.line + 5 }))
  t.same(
    ids(sample(moved, 10, 'a')),
    ids(drawn).map(id => `x${id}`),
  )
  t.end()
})
