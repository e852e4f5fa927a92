import t, { type Test } from 'tap'
import { inputLimit } from './input-limit.ts'
import { usableMb, watchMemory, withReserveMb } from './memory-watch.ts'
import { checkModelFits, modelMb } from './model-memory.ts'

const mebibyte = 1024 ** 2

t.test('a model takes a quarter more than its bytes, and 32 MB', async t => {
  t.equal(modelMb(0), 32)
  t.equal(modelMb(1), 33, 'a begun megabyte counts')
  t.equal(modelMb(100 * mebibyte), 157)
})

t.test('200 MB of a function are reserved, but at most half of its memory', async t => {
  t.same([0, 300, 400, 401, 1024].map(usableMb), [0, 150, 200, 201, 824])
  t.equal(withReserveMb(824), 1024)
})

t.test(
  'a model that just fits is accepted, and one that takes a megabyte more is refused with what it needs',
  async t => {
    const fitting = Math.floor(((usableMb(512) - 32) / 1.25) * mebibyte)
    checkModelFits('large', fitting, 512)
    const bytes = fitting + 1
    t.throws(() => checkModelFits('large', bytes, 512), {
      code: 'TOO_LARGE',
      message:
        `models/large has ${bytes} bytes, for which the function needs about 513 MB of memory; it has 512 MB. ` +
        'Raise ConsumerMemorySize and deploy again.',
      details: { bytes, neededMemoryMb: 513, memoryMb: 512 },
    })
    checkModelFits('large', 1024 ** 4, 0) // the memory is unknown
  },
)

t.test('an input may take a third of the room, and 64 MiB at most', async t => {
  t.same([0, 2, 3, 5, 9].map(inputLimit), [0, 0, 1, 1, 3])
  t.equal(inputLimit(3 * 64 * mebibyte - 1), 64 * mebibyte - 1)
  t.equal(inputLimit(1024 ** 4), 64 * mebibyte)
})

interface Timer {
  check: () => void
  ms: number
  keepsRunning: boolean
}

// Timers that pass at the call of `pass`, and not by themselves.
function timersOf(t: Test) {
  const timers = new Set<Timer>()
  const start = (check: () => void, ms: number) => {
    const timer = { check, ms, keepsRunning: true, unref: () => (timer.keepsRunning = false) }
    timers.add(timer)
    return timer
  }
  t.intercept(globalThis, 'setInterval', { value: start })
  t.intercept(globalThis, 'clearInterval', { value: (timer: Timer) => timers.delete(timer) })
  const pass = () => {
    for (const { check } of [...timers]) check()
  }
  return { timers, pass }
}

const noLinux = process.platform !== 'linux' && 'no other system than Linux reports the memory'

t.test('the end of the memory is reported once', { skip: noLinux }, async t => {
  const { timers, pass } = timersOf(t)
  // No process has this number: numbers end at 2^22 (proc_sys_kernel(5), pid_max).
  const gone = 2 ** 22 + 1
  let heldMb = 200
  const reports: number[] = []
  const ownBytes = () => heldMb * mebibyte
  watchMemory({ pid: gone, memoryMb: 400, ownBytes }, usedMb => reports.push(usedMb))
  t.match([...timers], [{ ms: 50, keepsRunning: false }], 'the watch keeps no process running')
  pass()
  t.same(reports, [], 'all that is usable may be used')
  heldMb = 201
  pass()
  pass()
  t.same(reports, [201])
  t.equal(timers.size, 0)
})

t.test('the memory of both processes counts', { skip: noLinux }, async t => {
  const { pass } = timersOf(t)
  const reports: number[] = []
  watchMemory({ pid: process.pid, memoryMb: 2, ownBytes: () => 0 }, usedMb => reports.push(usedMb))
  watchMemory({ pid: process.pid, memoryMb: 2 }, usedMb => reports.push(usedMb))
  pass()
  const [one = 0, both = 0] = reports
  const { rss } = process.memoryUsage()
  t.ok(one > 5 && one * mebibyte < rss, `${one} MB of ${rss / mebibyte}`)
  t.ok(both > 1.9 * one && both < 2.1 * one, 'here both are the same process')
})

t.test(
  'a watch that was ended, of an unknown memory or on another system reports nothing',
  { skip: noLinux },
  async t => {
    const { timers, pass } = timersOf(t)
    const fail = () => void t.fail('something was reported')
    watchMemory({ pid: process.pid, memoryMb: 2 }, fail)()
    watchMemory({ pid: process.pid, memoryMb: 0 }, fail)
    watchMemory({ pid: process.pid, memoryMb: 0 }, fail)()
    t.intercept(process, 'platform', { value: 'darwin' })
    watchMemory({ pid: process.pid, memoryMb: 2 }, fail)()
    watchMemory({ pid: process.pid, memoryMb: 2 }, fail)
    t.equal(timers.size, 0)
    pass()
  },
)
