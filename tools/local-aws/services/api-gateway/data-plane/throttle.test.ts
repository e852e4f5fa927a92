import t from 'tap'
import { admits } from './throttle.ts'

function throttled(methodSettings: object) {
  const clock = { ms: 1_000_000 }
  const account = { now: () => new Date(clock.ms), apiGateway: { tokenBuckets: new Map() } }
  const call = (path = '/a/b', method = 'GET', stageName = 's') =>
    admits(account as never, { id: 'api' } as never, { stageName, methodSettings } as never, path, method)
  return { clock, call }
}

t.test('a method takes its burst at once, and its rate each second after that', t => {
  const { clock, call } = throttled({ '*/*': { throttlingRateLimit: 2, throttlingBurstLimit: 3 } })
  t.same([call(), call(), call(), call()], [true, true, true, false])
  clock.ms += 499
  t.equal(call(), false)
  clock.ms += 1
  t.same([call(), call()], [true, false])
  clock.ms += 60_000
  t.same([call(), call(), call(), call()], [true, true, true, false], 'no more than the burst is saved')
  t.same([call('/c'), call('/a/b', 'PUT'), call('/a/b', 'GET', 'other')], [true, true, true], 'others have their own')
  t.end()
})

t.test('a method’s own setting goes before that of the stage', t => {
  const none = { throttlingRateLimit: 0, throttlingBurstLimit: 0 }
  const { call } = throttled({ '*/*': none, '~1a~1b/GET': { throttlingRateLimit: 1, throttlingBurstLimit: 1 } })
  t.same([call(), call(), call('/a/b', 'PUT')], [true, false, false])
  t.end()
})

t.test('without both limits, or with a negative one, nothing is throttled', t => {
  for (const setting of [
    {},
    { throttlingRateLimit: 0 },
    { throttlingBurstLimit: 0 },
    { throttlingRateLimit: -1, throttlingBurstLimit: 0 },
    { throttlingRateLimit: 0, throttlingBurstLimit: -1 },
  ])
    t.equal(throttled({ '*/*': setting }).call(), true, JSON.stringify(setting))
  t.equal(throttled({}).call(), true)
  t.end()
})
