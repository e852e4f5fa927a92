import t from 'tap'
import { answerDeadline } from './answer-deadline.ts'

// The seconds until the deadline, rounded, because the clock advances during the call.
function secondsLeft(event: object, context?: object): number {
  const deadline = answerDeadline(event as never, context as never, 1_000_000)
  return deadline === Infinity ? deadline : Math.round((deadline - performance.now()) / 1000)
}
const remaining = (ms: number) => ({ getRemainingTimeInMillis: () => ms })
const gateway = (waitedMs: number) => ({ requestContext: { requestTimeEpoch: 1_000_000 - waitedMs } })

t.test('the deadline is two seconds before Lambda ends the function or API Gateway hangs up', async t => {
  t.equal(secondsLeft({}, remaining(60_000)), 58, 'nobody but Lambda waits')
  t.equal(secondsLeft(gateway(0), remaining(60_000)), 27)
  t.equal(secondsLeft(gateway(5000), remaining(60_000)), 22, 'a cold start is a part of the time')
  t.equal(secondsLeft(gateway(5000), remaining(10_000)), 8)
  t.equal(secondsLeft(gateway(0), remaining(1000)), 0)
})

t.test('an impossible time in the gateway’s event is ignored', async t => {
  t.equal(secondsLeft(gateway(-60_000), remaining(60_000)), 27)
  t.equal(secondsLeft(gateway(3_600_000), remaining(60_000)), 27)
  t.equal(secondsLeft(gateway(26_999), remaining(60_000)), 0, 'the last time for which an answer is possible')
  t.equal(secondsLeft(gateway(27_000), remaining(60_000)), 27, 'the gateway would have no time left')
})

t.test('without a context there is no deadline', async t => {
  t.equal(secondsLeft({}), Infinity)
  t.equal(secondsLeft({}, {}), Infinity)
})
