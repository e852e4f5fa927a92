import t from 'tap'
import { retryLookup } from './retry-lookup.ts'
import { mount } from './working-set-fixture.ts'

t.test('a file that is not there at first is looked up once more', async t => {
  const { workingSet } = mount(t)
  for (const [answers, found, lookups] of [
    [['first'], 'first', 1],
    [[undefined, 'second'], 'second', 2],
    [[undefined, undefined, 'third'], undefined, 2],
  ] as const) {
    let made = 0
    t.equal(await retryLookup(workingSet, async () => answers[made++]), found)
    t.equal(made, lookups)
  }
})
