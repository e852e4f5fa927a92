import t, { type Test } from 'tap'
import { isOnThisMachine, pollingRate, retryPauseMs, waiterDelays } from './polling-rate.ts'

function withEndpoint(t: Test, endpoint: string | undefined): void {
  const before = process.env.AWS_ENDPOINT_URL
  const set = (value: string | undefined) => {
    if (value === undefined) delete process.env.AWS_ENDPOINT_URL
    else process.env.AWS_ENDPOINT_URL = value
  }
  set(endpoint)
  t.teardown(() => set(before))
}

t.test('AWS is asked every 0.1 to 5 seconds, and waiters pause a second at least', async t => {
  for (const endpoint of [undefined, 'https://vpce-1.cloudformation.eu-central-1.vpce.amazonaws.com']) {
    withEndpoint(t, endpoint)
    t.same(pollingRate(), { shortestMs: 100, longestMs: 5000 })
    t.same(waiterDelays(), { minDelay: 1, maxDelay: 5 })
    t.same([retryPauseMs(1), retryPauseMs(2)], [1000, 2000])
  }
})

t.test('a local AWS is asked again after milliseconds', async t => {
  withEndpoint(t, 'http://127.0.0.1:4566')
  t.same(pollingRate(), { shortestMs: 5, longestMs: 250 })
  t.same(waiterDelays(), { minDelay: 0.005, maxDelay: 0.25 })
  t.same([retryPauseMs(1), retryPauseMs(2)], [10, 20])
  t.same(
    waiterDelays('https://lambda.eu-central-1.amazonaws.com'),
    { minDelay: 1, maxDelay: 5 },
    'another AWS beside it',
  )
})

t.test('an endpoint is on this machine if it is reached over the loopback interface', async t => {
  for (const local of [
    'http://localhost:1',
    'http://127.0.0.1:1',
    'http://127.1.2.3',
    'http://127.10.20.255',
    'http://[::1]:1',
  ]) {
    t.equal(isOnThisMachine(local), true, local)
  }
  for (const other of [
    'http://10.0.0.1',
    'http://localhost.example.com',
    'http://host.docker.internal:1',
    'http://1127.0.0.1.nip.io',
    'http://127.0.0.1.nip.io',
    'not a URL',
    '',
  ]) {
    t.equal(isOnThisMachine(other), false, other)
  }
})
