import t from 'tap'
import { eventually, within } from './eventually.ts'

t.test('eventually returns the first answer that is truthy', async t => {
  const answers = [0, '', undefined, 'there']
  t.equal(await eventually('it is there', () => answers.shift()), 'there')
})

t.test('a wait that ends at its deadline names its aim, its length and the last state', async t => {
  const vain = eventually('three lines are there', async () => false, { deadlineMs: 20 })
  await t.rejects(vain, { message: 'Waited 0.02 s in vain: three lines are there; last answer: false' })
  const hanging = eventually('an answer comes', () => new Promise(() => {}), { deadlineMs: 20 })
  await t.rejects(hanging, { message: 'Waited 0.02 s in vain: an answer comes; no answer' })
  await t.rejects(
    eventually('it is there', () => Promise.reject(new Error('refused'))),
    /refused/,
  )
})

t.test('within returns the result of the promise, or fails with the state at the deadline', async t => {
  t.equal(await within('it comes', Promise.resolve(1)), 1)
  await t.rejects(within('it comes', Promise.reject(new Error('broken'))), /broken/)
  const never = within('it comes', new Promise(() => {}), { deadlineMs: 20, seen: () => 'it is on its way' })
  await t.rejects(never, { message: 'Waited 0.02 s in vain: it comes; it is on its way' })
})
