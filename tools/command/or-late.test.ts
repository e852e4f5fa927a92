import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { orLate } from './or-late.ts'

t.test('work in time gives its result or its error, and no timer keeps the process alive', async t => {
  const timers = () => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length
  const before = timers()
  t.equal(await orLate(setImmediate('done'), 60_000, 'late'), 'done')
  await t.rejects(orLate(Promise.reject(new Error('failed')), 60_000, 'late'), /failed/)
  t.equal(timers(), before)
})

t.test('work that takes longer is not waited for', async t => {
  t.equal(await orLate(new Promise(() => {}), 1, 'late'), 'late')
})
