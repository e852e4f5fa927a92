import fc from 'fast-check'
import t from 'tap'
import { holds } from './property.ts'

t.test('a property that does not hold fails with its seed and the simplest value', async t => {
  const below1000 = () =>
    holds(
      fc.property(fc.nat(), number => number < 1000),
      { runs: 1000 },
    )
  await t.rejects(below1000(), { message: /seed: \d+[^]*Counterexample: \[1000\]/ })
})

t.test('each run tries the same values, in the requested number', async t => {
  const tried = async () => {
    const values: number[] = []
    await holds(
      fc.asyncProperty(fc.nat(), async value => void values.push(value)),
      { runs: 20 },
    )
    return values
  }
  const values = await tried()
  t.equal(values.length, 20)
  t.same(await tried(), values)
})
