import t from 'tap'
import { dependents, walk } from './walk.ts'

const needs: Record<string, string[]> = {
  subnet: ['vpc'],
  target: ['subnet', 'group'],
  group: ['vpc'],
  vpc: [],
  logs: [],
}
const ids = Object.keys(needs)
const never = new AbortController().signal

t.test('each id is applied after its dependencies, and independent ids run together', async t => {
  const order: string[] = []
  const running = new Set<string>()
  let together = 0
  const complete = await walk({
    ids,
    dependenciesOf: id => needs[id]!,
    signal: never,
    failed: id => t.fail(id),
    apply: async id => {
      running.add(id)
      together = Math.max(together, running.size)
      await new Promise(resolve => setImmediate(resolve))
      running.delete(id)
      order.push(id)
    },
  })
  t.ok(complete)
  for (const id of ids) for (const needed of needs[id]!) t.ok(order.indexOf(needed) < order.indexOf(id))
  t.ok(together > 1)
})

t.test('after a failure nothing new starts, and running ids are cancelled and awaited', async t => {
  const calls: string[] = []
  const complete = await walk({
    ids,
    dependenciesOf: id => needs[id]!,
    signal: never,
    apply: async (id, signal) => {
      calls.push(`start ${id}`)
      if (id === 'vpc') throw new Error('no VPC')
      await new Promise(resolve => signal.addEventListener('abort', resolve))
      calls.push(`end ${id}`)
    },
    failed: id => calls.push(`failed ${id}`),
    cancelled: id => calls.push(`cancelled ${id}`),
  })
  t.notOk(complete)
  t.same(calls, ['start vpc', 'start logs', 'failed vpc', 'cancelled logs', 'end logs'])
})

t.test('a walk that continues after a failure leaves out only the dependents of the failed id', async t => {
  const done: string[] = []
  const complete = await walk({
    ids,
    dependenciesOf: dependents(ids, id => needs[id]!),
    keepGoing: true,
    signal: never,
    apply: async id => {
      if (id === 'group') throw new Error('in use')
      done.push(id)
    },
    failed: () => {},
  })
  t.notOk(complete)
  t.same(done.sort(), ['logs', 'subnet', 'target'])
})

t.test('a walk is cancelled when its caller gives up', async t => {
  const caller = new AbortController()
  const cancelled: string[] = []
  const complete = await walk({
    ids,
    dependenciesOf: id => needs[id]!,
    signal: caller.signal,
    apply: async (_id, signal) => {
      setImmediate(() => caller.abort())
      await new Promise(resolve => signal.addEventListener('abort', resolve))
    },
    failed: id => t.fail(id),
    cancelled: id => cancelled.push(id),
  })
  t.notOk(complete)
  t.same(cancelled, ['vpc', 'logs'])
})

t.test('an id may fail before its first asynchronous step', async t => {
  const calls: string[] = []
  const apply = (): Promise<void> => {
    throw new Error('at once')
  }
  const complete = await walk({
    ids: ['only'],
    dependenciesOf: () => [],
    signal: never,
    apply,
    failed: id => calls.push(id),
  })
  t.notOk(complete)
  t.same(calls, ['only'])
})
