import t from 'tap'
import { lookAgain } from './look-again.ts'
import { mount } from './working-set-fixture.ts'

t.test('a file that is not there at first is looked up once more', async t => {
  const { workingSet } = mount(t)
  for (const [answers, found, looks] of [
    [['first'], 'first', 1],
    [[undefined, 'second'], 'second', 2],
    [[undefined, undefined, 'third'], undefined, 2],
  ] as const) {
    let looked = 0
    t.equal(await lookAgain(workingSet, async () => answers[looked++]), found)
    t.equal(looked, looks)
  }
})
