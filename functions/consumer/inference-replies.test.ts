import t from 'tap'
import { eventually, within } from '../../tools/testing/eventually.ts'
import type { Reply } from '../inference-protocol/messages.ts'
import { replying } from './inference-fixture.ts'

const loaded: Reply = { loaded: { session: 1 } }

t.test('a model that is refused is loaded once', async t => {
  for (const [code, details] of [
    ['INVALID_MODEL', {}],
    ['TOO_LARGE', {}],
    ['TOO_LARGE', { neededMemoryMb: 5000 }],
  ] as const) {
    const { load, asked } = replying(t, [{ failure: { code, message: 'It is refused.', details } }])
    await t.rejects(load(), { code, message: 'It is refused.' })
    t.equal(asked(), 1, `${code} ${JSON.stringify(details)}`)
  }
  const error = { name: 'RangeError', message: 'It is wrong.', stack: '' }
  const broken = replying(t, [{ error }])
  await t.rejects(broken.load(), { message: 'It is wrong.' })
  t.equal(broken.asked(), 1)
})

t.test('a model that finds no room beside earlier ones is loaded again, and not when it needs too much', async t => {
  const tooLarge = (details: Record<string, unknown>): Reply => ({
    failure: { code: 'TOO_LARGE', message: 'No room.', details },
  })
  const beside = replying(t, [loaded, tooLarge({}), loaded])
  await beside.load()
  await beside.load()
  t.equal(beside.asked(), 3)
  const alone = replying(t, [loaded, tooLarge({ neededMemoryMb: 5000 }), loaded])
  await alone.load()
  await t.rejects(alone.load(), { code: 'TOO_LARGE' })
  t.equal(alone.asked(), 2)
  const broken = replying(t, [loaded, { failure: { code: 'INVALID_MODEL', message: 'It is broken.', details: {} } }])
  await broken.load()
  await t.rejects(broken.load(), { code: 'INVALID_MODEL' })
  t.equal(broken.asked(), 2)
})

t.test('a reply to another request is an error of the Consumer', async t => {
  const message = 'The inference process has not answered what it was asked.'
  await t.rejects(replying(t, [{ inferred: {} }]).load(), { name: 'TypeError', message })
  const session = await replying(t, [loaded, { done: true }]).load()
  await t.rejects(session.infer(Buffer.alloc(1)), { name: 'TypeError', message })
})

t.test('a process that ends while it loads a model is asked once', async t => {
  const { inference, load, asked } = replying(t, [{ stage: 'load' }])
  const loading = load()
  await eventually('it loads', () => inference.stage === 'load')
  process.kill(inference.pid, 'SIGKILL')
  const message = 'The inference process ended by SIGKILL in the stage "load".'
  await t.rejects(within('the load ends', loading), { name: 'ProcessEnded', message })
  t.equal(asked(), 1)
})

t.test('a release that the process refuses is an error, and one in a process that has ended is none', async t => {
  const { inference, load, asked } = replying(t, [
    loaded,
    { error: { name: 'Error', message: 'No such session.', stack: '' } },
    null,
  ])
  const session = await load()
  await t.rejects(session.release(), { message: 'No such session.' })
  const releasing = session.release()
  await eventually('it is asked', () => asked() === 3)
  process.kill(inference.pid, 'SIGKILL')
  await within('the release ends', releasing)
})

t.test('a process that is ended to make room takes its models with it, and the next load has another', async t => {
  const { inference, load } = replying(t, [loaded])
  const session = await load()
  const { pid } = inference
  await session.endProcess()
  t.equal(session.isAlive, false)
  await t.rejects(session.infer(Buffer.alloc(1)), { message: 'Another inference process has more room.' })
  await session.release()
  t.equal((await load()).isAlive, true)
  t.not(inference.pid, pid)
})

const slow = (message: string) => ({ code: 'INFERENCE_TIMEOUT', message })

t.test('a load is ended at the second deadline that it misses', async t => {
  const { inference, load, asked } = replying(t, [null])
  const loading = load()
  await eventually('it is asked', () => asked() === 1)
  await t.rejects(inference.within(0, loading, 'First.'), slow('First.'))
  await t.rejects(inference.within(0, loading, 'Second.'), slow('Second.'))
  await t.rejects(within('the load ends', loading), slow('Second.'))
})

t.test('a run is ended at the first deadline that it misses', async t => {
  const { inference, load, asked } = replying(t, [loaded, null])
  const session = await load()
  const running = session.infer(Buffer.alloc(1))
  await eventually('it is asked', () => asked() >= 2) // the input may come in a piece of its own
  await t.rejects(inference.within(0, running, 'First.'), slow('First.'))
  t.equal(session.isAlive, false)
})

t.test('a deadline that is missed while the process has nothing to do does not end it', async t => {
  const { inference, load } = replying(t, [loaded])
  const session = await load()
  for (const time of ['First.', 'Second.']) {
    await t.rejects(inference.within(0, new Promise(() => {}), time), slow(time))
    t.equal(session.isAlive, true)
  }
})
