import t from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import type { Reply } from '../inference-protocol/messages.ts'
import { infer, load, start } from './inference-process-fixture.ts'

const isAlive = ({ pid }: { pid: number }) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

t.test('an answer comes with the parts before it, and the process reports its stages', async t => {
  const { inference, ended } = start(
    t,
    `send({ ready: true })
     asked(body => {
       send({ stage: 'run' })
       send({ part: true }, 'one ')
       send({ part: true }, body)
       send({ inferred: { id: 'a' } })
     })`,
  )
  t.match(inference, { isReady: false, stage: 'start', held: 0, end: undefined })
  await eventually('the process is ready', () => inference.isReady)
  t.equal(inference.stage, 'idle')
  const { reply, parts } = await inference.ask(infer, Buffer.from('body'))
  t.same([reply, String(Buffer.concat(parts))], [{ inferred: { id: 'a' } } satisfies Reply, 'one body'])
  t.equal(inference.stage, 'run')
  t.equal((await inference.ask(infer)).parts.length, 2, 'a second answer has only its own parts')
  t.equal(inference.held, 0, 'an inference loads nothing')
  t.same(ended, [])
})

t.test('each request to load a model counts, also one that fails', async t => {
  const { inference } = start(
    t,
    `send({ ready: true })
     asked(() => send({ failure: { code: 'INVALID_MODEL', message: 'It is bad.', details: { at: 1 }, cause: 'because' } }))`,
  )
  const refused = { code: 'INVALID_MODEL', message: 'It is bad.', details: { at: 1 }, cause: { message: 'because' } }
  await t.rejects(inference.ask(load), refused)
  await t.rejects(inference.ask(load), refused)
  t.equal(inference.held, 2)
  const plain = start(
    t,
    `asked(() => send({ failure: { code: 'INVALID_MODEL', message: 'It is bad.', details: {} } }))`,
  )
  t.equal(((await plain.inference.ask(load).catch((error: Error) => error)) as Error).cause, undefined)
})

t.test('a message that a process sends without a request is dropped, and the next answer is right', async t => {
  const { inference } = start(
    t,
    `send({ part: true }, 'early')
     send({ presumed: { code: 'INVALID_MODEL', message: 'early', details: {} } })
     send({ inferred: {} })
     send({ ready: true })
     asked(() => {
       send({ part: true }, 'part')
       send({ inferred: { id: 'b' } })
     })`,
  )
  await eventually('the process is ready', () => inference.isReady)
  const { reply, parts } = await inference.ask(infer)
  t.same([reply, String(parts)], [{ inferred: { id: 'b' } }, 'part'])
})

t.test('an error of the program itself keeps its name and stack', async t => {
  const error = { name: 'RangeError', message: 'It is too long.', stack: 'RangeError: at its line' }
  const { inference } = start(t, `asked(() => send({ error: ${JSON.stringify(error)} }))`)
  await t.rejects(inference.ask(infer), error)
})

t.test(
  'a process that ends is reported with its code, its stage and the last 4,096 characters that it wrote',
  async t => {
    const { inference, ended } = start(
      t,
      `send({ ready: true })
     asked(() => { send({ stage: 'load' }); die(7, 'lost'.repeat(10) + 'k'.repeat(4090) + 'bad!\\n.') })`,
    )
    const error = await inference.ask(load).catch((error: unknown) => error as Error)
    t.match(error, { name: 'ProcessEnded', message: 'The inference process ended with code 7 in the stage "load".' })
    t.equal((error as Error).stack, `ProcessEnded: ${(error as Error).message}\n${'k'.repeat(4090)}bad!\n.`)
    t.equal(inference.end, error)
    t.same(ended, [inference], 'its owner hears of the end once')
    await t.rejects(inference.ask(load), error as Error, 'later requests have the same reason')
    t.equal(inference.held, 1, 'later requests are not sent')
  },
)

t.test('a process that dies with a warm request unread was idle, whatever it did before', async t => {
  const { inference } = start(
    t,
    `send({ ready: true })
     let count = 0
     asked(() => (count++ ? process.kill(process.pid, 'SIGKILL') : (send({ stage: 'run' }), send({ inferred: {} }))))`,
  )
  await inference.ask(infer)
  await t.rejects(inference.ask(infer), {
    message: 'The inference process ended by SIGKILL in the stage "idle".',
    isOutOfMemory: true,
  })
})

t.test('a process that was never ready died at its start', async t => {
  const { inference } = start(t, `asked(() => die(3))`)
  const message = 'The inference process ended with code 3 in the stage "start".'
  const error = await inference.ask(infer).catch((error: unknown) => error as Error)
  t.match(error, { message })
  t.equal((error as Error).stack, `ProcessEnded: ${message}\n`, 'it said nothing')
})

t.test('a process keeps the Consumer alive only while it is asked', async t => {
  const active = (name: string) => process.getActiveResourcesInfo().filter(each => each === name).length
  await eventually('the processes of other tests have ended', () => active('ProcessWrap') === 0)
  const [pipes, timers] = [active('PipeWrap'), active('Timeout')]
  const { inference } = start(t, `send({ ready: true }); asked(() => send({ inferred: {} }))`)
  const now = () => [active('ProcessWrap'), active('PipeWrap') - pipes, active('Timeout') - timers]
  t.same(now(), [0, 0, 0])
  const answer = inference.ask(infer)
  t.same(now().slice(0, 2), [1, 1], 'the process and its channel')
  await answer
  t.same(now(), [0, 0, 0])
})

t.test('a presumed answer is given if the process ends without another, and the end is its cause', async t => {
  const { inference } = start(
    t,
    `asked(() => {
       send({ presumed: { code: 'INVALID_MODEL', message: 'It has no types.', details: {} } })
       die(9)
     })`,
  )
  await t.rejects(inference.ask(load), { code: 'INVALID_MODEL', cause: { name: 'ProcessEnded' } })
})

t.test('a program that does not exist ends the request with the reason of the system', async t => {
  const { inference, ended } = start(t, '', { command: ['/no/such/program'] })
  await t.rejects(inference.ask(infer), { code: 'ENOENT' })
  t.equal(inference.pid, 0)
  t.same(ended, [inference])
})

t.test('a killed process is gone, and its request is rejected with the reason', async t => {
  const { inference, ended } = start(t, `send({ ready: true }); setInterval(() => {}, 1000)`)
  await eventually('the process is ready', () => inference.isReady)
  const answer = inference.ask(infer)
  inference.kill(new Error('It took too long.'))
  await t.rejects(answer, { message: 'It took too long.' })
  await eventually('the process is gone', () => !isAlive(inference))
  t.same(ended, [inference], 'the close of the process is no second end')
})

t.test('a request for which both processes take too much memory ends the process before the kernel does', async t => {
  if (process.platform !== 'linux') return t.pass('its memory is known', { skip: 'only Linux reports the memory' })
  const { inference } = start(
    t,
    `send({ ready: true }); asked(() => send({ stage: 'run' })); setInterval(() => {}, 1000)`,
    { memoryMb: 1000, ownBytes: () => 900 * 1024 ** 2 },
  )
  await eventually('the process is ready', () => inference.isReady)
  t.ok(isAlive(inference), 'an idle process is not watched')
  const error = await inference.ask(infer).catch((error: unknown) => error as Error)
  t.match(error, { code: 'TOO_LARGE', details: { memoryMb: 1000 } })
  const used = Number(/at (\d+) MB/.exec(String(error))?.[1])
  t.ok(used > 900 && used < 1100, `${used} MB are the sum of both processes`)
  t.equal(
    (error as Error).message,
    `Running the model was ended at ${used} MB, since the function has 1000 MB of memory. ` +
      'Raise ConsumerMemorySize and deploy again, or send less at once.',
  )
  await eventually('the process is gone', () => !isAlive(inference))
})

t.test('an input that the process never reads does not end the Consumer', async t => {
  const { inference } = start(t, `send({ ready: true }); setTimeout(() => die(4), 50)`)
  await t.rejects(inference.ask(infer, Buffer.alloc(8 * 1024 ** 2)), { name: 'ProcessEnded' })
})
