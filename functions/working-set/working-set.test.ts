import { rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { mock } from 'node:test'
import t from 'tap'
import { mount } from './working-set-fixture.ts'
import { unless } from './system-error.ts'

const never = new Promise<never>(() => {})
const systemError = (code: string) => Object.assign(new Error(code), { code, syscall: 'open' })
const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length

t.test('an unanswered call is EFS_UNAVAILABLE after ten seconds, and not before', async t => {
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => mock.timers.reset())
  const { workingSet } = mount(t)
  let error: unknown
  const ended = workingSet.call(() => never).catch(reason => (error = reason))
  mock.timers.tick(9_999)
  await Promise.resolve()
  t.equal(error, undefined)
  mock.timers.tick(1)
  await ended
  t.match(error, { code: 'EFS_UNAVAILABLE', message: /did not answer within 10000 ms/ })
})

t.test('an answered call leaves no timer running, whatever the answer', async t => {
  const { workingSet } = mount(t, 60_000)
  const before = timers()
  t.equal(await workingSet.call(async () => 'answer'), 'answer')
  await t.rejects(
    workingSet.call(() => Promise.reject(systemError('EIO'))),
    {
      code: 'EFS_UNAVAILABLE',
      message: /EIO from open/,
    },
  )
  t.equal(timers(), before)
})

t.test('a refusal by the file system is EFS_UNAVAILABLE, and any other error stays what it is', async t => {
  const { mountPath, workingSet } = mount(t)
  await t.rejects(
    workingSet.call(() => open(`${mountPath}/none`)),
    { code: 'EFS_UNAVAILABLE', message: /ENOENT from open/ },
  )
  await t.rejects(
    workingSet.call(() => Promise.reject(new TypeError('a bug'))),
    { name: 'TypeError', message: 'a bug' },
  )
})

t.test('the message about a full file system says that it is full', async t => {
  const { workingSet } = mount(t)
  for (const [code, message] of [
    ['ENOSPC', /is full: ENOSPC from open/],
    ['EDQUOT', /is full: EDQUOT from open/],
    ['EROFS', /cannot be used: EROFS from open/],
  ] as const) {
    const refused = workingSet.call(() => Promise.reject(systemError(code)))
    await t.rejects(refused, { code: 'EFS_UNAVAILABLE', message })
  }
})

t.test('an expected error becomes a value, and no other error does', async t => {
  t.equal(unless('none', 'ENOENT', 'ENOTDIR')(systemError('ENOTDIR')), 'none')
  t.throws(() => unless('none', 'ENOENT')(systemError('EACCES')), { code: 'EACCES' })
  t.throws(() => unless('none', 'ENOENT')(Object.assign(new Error('a bug'), { code: 'ENOENT' })), /a bug/)
})

t.test('a sweep is due at the start, and then once each interval', async t => {
  const { workingSet } = mount(t)
  t.same(
    [1000, 1000, 1999, 2000, 2999, 3000].map(now => workingSet.sweepIsDue(now, 1000)),
    [true, false, false, true, false, true],
  )
})

t.test('a name below a file is none, but a missing mount is an error', async t => {
  const { mountPath, workingSet } = mount(t)
  writeFileSync(join(mountPath, 'file'), '')
  t.equal(await workingSet.open(['file', 'below']), undefined)
  t.equal(await workingSet.open(['none']), undefined)
  rmSync(mountPath, { recursive: true })
  const missing = { code: 'EFS_UNAVAILABLE', message: /ENOENT from open/ }
  await t.rejects(workingSet.open([]), missing)
  await t.rejects(workingSet.opensFolder([]), missing)
})
