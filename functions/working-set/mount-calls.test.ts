import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { type FileHandle, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { eventually, within } from '../../tools/testing/eventually.ts'
import { findFile } from './file-version.ts'
import { WorkingSet } from './working-set.ts'
import { mount, openBelow } from './working-set-fixture.ts'

// Opening a FIFO waits for its other end, just as a call to NFS waits for its server.
function hanging(t: Test, count: number, deadlineMs: number) {
  const { mountPath, workingSet } = mount(t, deadlineMs)
  mkdirSync(join(mountPath, 'inputs'))
  const names = Array.from({ length: count }, (_, i) => ['inputs', `fifo-${i}`])
  const fifos = names.map(([folder, name]) => join(mountPath, folder!, name!))
  execFileSync('mkfifo', fifos)
  writeFileSync(join(mountPath, 'inputs/file'), 'there')
  // A call that waits for a FIFO gets its other end for a moment. No call waits for a FIFO that was never opened.
  const letGo = () => {
    for (const path of fifos) {
      try {
        closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error
      }
    }
  }
  return { mountPath, workingSet, names, letGo }
}

t.test('hanging calls leave threads for everything else, and each caller gets its error in time', async t => {
  const { workingSet, names, letGo } = hanging(t, 8, 300)
  const ended = names.map(path => t.rejects(findFile(workingSet, path), { code: 'EFS_UNAVAILABLE' }))
  await Promise.all(ended)
  // Node has four threads, and without a limit the eight calls would take all of them.
  await within('a file that is on no mount', readFile(process.execPath), { deadlineMs: 20_000 })
  t.pass('another file can be read')
  letGo()
})

t.test('the first call after a hang succeeds, and a file that opened too late is closed', async t => {
  const { mountPath, workingSet, names, letGo } = hanging(t, 8, 300)
  await Promise.all(names.map(path => t.rejects(findFile(workingSet, path), { code: 'EFS_UNAVAILABLE' })))
  letGo()
  t.match(await findFile(workingSet, ['inputs', 'file']), { bytes: 5 })
  await eventually('every file is closed', () => (openBelow(mountPath) ?? []).length === 0)
})

t.test('a file that opens too late is closed at once, not at the next garbage collection', async t => {
  const { workingSet, names, letGo } = hanging(t, 1, 200)
  const released: FileHandle[] = []
  const { release } = workingSet
  workingSet.release = handle => release.call(workingSet, handle).finally(() => released.push(handle))
  await t.rejects(workingSet.open(names[0]!), { code: 'EFS_UNAVAILABLE' })
  letGo()
  await eventually('it is closed', () => released.length === 1, { deadlineMs: 20_000 })
  t.equal(released[0]!.fd, -1)
})

t.test('two calls run at a time, and a third waits for its turn', async t => {
  const { workingSet } = mount(t)
  const made: number[] = []
  const ends: (() => void)[] = []
  const call = (i: number) => workingSet.call(() => new Promise<void>(resolve => (made.push(i), ends.push(resolve))))
  const calls = [1, 2, 3].map(call)
  t.same(made, [1, 2])
  ends[1]!()
  await calls[1]
  t.same(made, [1, 2, 3])
  ends.forEach(end => end())
  await Promise.all(calls)
})

t.test('a call whose turn never came is not made later, but a clean-up call is', async t => {
  const { workingSet } = mount(t, 200)
  let comeBack = () => {}
  const gone = new Promise<void>(resolve => (comeBack = resolve))
  const made: string[] = []
  const hung = [1, 2].map(() =>
    t.rejects(
      workingSet.call(() => gone),
      { code: 'EFS_UNAVAILABLE' },
    ),
  )
  const never = workingSet.call(async () => made.push('call'))
  const cleaned = workingSet.atLast(async () => void made.push('clean-up'))
  await t.rejects(never, { code: 'EFS_UNAVAILABLE', message: /did not answer within 200 ms/ })
  await Promise.all(hung)
  t.same(made, [])
  comeBack()
  await within('clean-up', cleaned)
  t.equal(await workingSet.call(async () => 'answered'), 'answered')
  t.same(made, ['clean-up'])
})

t.test('clean-up does not wait for a mount that hangs', async t => {
  const { workingSet, names, letGo } = hanging(t, 1, 200)
  await t.rejects(findFile(workingSet, names[0]!), { code: 'EFS_UNAVAILABLE' })
  let waits = true
  void workingSet.briefly(new Promise(() => {})).then(() => (waits = false))
  await new Promise(setImmediate)
  t.equal(waits, false)
  letGo()
})

t.test('clean-up is waited for again once the mount has answered', async t => {
  const { workingSet } = mount(t, 50)
  let answer = () => {}
  const answered = new Promise<void>(resolve => (answer = resolve))
  await t.rejects(
    workingSet.call(() => answered),
    { code: 'EFS_UNAVAILABLE' },
  )
  answer()
  await new Promise(setImmediate)
  let finish = () => {}
  let waits = true
  const cleaned = workingSet.briefly(new Promise<void>(resolve => (finish = resolve))).then(() => (waits = false))
  await new Promise(setImmediate)
  t.equal(waits, true)
  finish()
  await cleaned
})

t.test('all users of one mount share its two calls, and another mount has its own', async t => {
  const { mountPath } = mount(t, 200)
  const other = new WorkingSet({ mountPath: join(mountPath, '..'), deadlineMs: 60_000 })
  const gone = new Promise<never>(() => {})
  let made = 0
  const hang = () => {
    made++
    return gone
  }
  const sets = [1, 2].map(() => new WorkingSet({ mountPath, deadlineMs: 200 }))
  await Promise.all(sets.flatMap(set => [1, 2].map(() => t.rejects(set.call(hang), { code: 'EFS_UNAVAILABLE' }))))
  t.equal(made, 2)
  t.equal(await other.call(async () => 'answered'), 'answered')
})
