import t from 'tap'
import { measureColdStarts } from './cold-starts.ts'
import { fakeApi } from './fake-api-fixture.ts'
import { fakeLambda } from './fake-lambda-fixture.ts'
import { measureParallelCalls } from './parallel-calls.ts'
import { measureWarmCalls } from './warm-calls.ts'

const request = { fileId: 'f', model: 'm' }
const status = () => {}
const answer = (coldStart: boolean) => ({ statusCode: 200, body: { coldStart, modelSha256: 'aa' }, requestId: 'r' })

t.test(
  'a cold start counts when the function says so; a warm answer, a failure and silence are kept as discarded',
  async t => {
    const lambda = await fakeLambda(t, { EFS_MOUNT_PATH: '/mnt/efs', MEASUREMENT_NONCE: 'of a run that was killed' })
    const { api, requests } = await fakeApi(
      t,
      count =>
        [
          answer(false),
          answer(true),
          answer(false),
          { statusCode: 502, body: '<html>' } as const,
          'hang up' as const,
          'never' as const,
        ][count]!,
      { timeoutMs: 1500 },
    )
    const said: string[] = []
    const options = { samples: 5, status: (text: string) => said.push(text) }
    const rows = await measureColdStarts(lambda.client, api, 'consumer', request, options)
    t.same(
      said,
      [1, 2, 3, 4, 5].map(sample => `cold start ${sample} of 5`),
    )
    t.match(rows, [
      { phase: 'cold', kept: true, coldStart: true, index: 0, reusedConnection: true },
      { kept: false, discardedBecause: 'the environment was warm' },
      { kept: false, statusCode: 502, discardedBecause: 'status 502 with a body that is not JSON' },
      { kept: false, statusCode: null, discardedBecause: /hang up|ECONNRESET/ },
      { kept: false, statusCode: null, discardedBecause: 'no answer within 1.5 s' },
    ])
    t.equal(requests.filter(({ method }) => method === 'POST').length, 6, 'one call before the first is not measured')
    const nonces = lambda.updates.slice(0, 5).map(({ MEASUREMENT_NONCE }) => MEASUREMENT_NONCE)
    t.equal(new Set(nonces).size, 5, 'each update retires every environment')
    t.same(lambda.updates.at(-1), { EFS_MOUNT_PATH: '/mnt/efs' }, 'the variables are the template’s again')
  },
)

t.test('the variables are restored even if Ctrl-C ends the cold starts', async t => {
  const abort = new AbortController()
  const lambda = await fakeLambda(t, { A: 'b' }, abort.signal)
  const { api } = await fakeApi(t, count => {
    if (count === 1) abort.abort()
    return count === 1 ? 'never' : answer(true)
  })
  const options = { samples: 3, status, signal: abort.signal }
  await t.rejects(measureColdStarts(lambda.client, api, 'consumer', request, options), { name: 'AbortError' })
  t.same(lambda.updates.at(-1), { A: 'b' })
})

t.test('three warm-ups and calls of a new environment do not count, and a failure does not end the phase', async t => {
  const { api } = await fakeApi(t, count => (count === 4 ? 'hang up' : answer(count === 3)))
  const said: string[] = []
  const rows = await measureWarmCalls(api, request, { samples: 3, status: text => said.push(text) })
  t.same(
    said,
    [1, 2, 3, 4, 5, 6].map(call => `warm call ${call} of 6`),
  )
  t.same(new Set(rows.map(({ phase }) => phase)), new Set(['warm']))
  t.match(
    rows.map(({ kept, discardedBecause }) => (kept ? 'kept' : discardedBecause)),
    ['warm-up', 'warm-up', 'warm-up', 'the environment was cold', /hang up|ECONNRESET/, 'kept'],
  )
})

t.test('parallel calls run together on connections that were opened before, and a failed call is a row', async t => {
  const waiting: (() => void)[] = []
  const { api, requests } = await fakeApi(t, async count => {
    // Nobody gets an answer before all have asked, so sequential calls would never end.
    await new Promise<void>(resolve => waiting.push(resolve) === 10 && waiting.forEach(proceed => proceed()))
    return count === 3 ? { statusCode: 429, body: { message: 'Too Many Requests' } } : answer(true)
  })
  const { invocations, wallMs } = await measureParallelCalls(api, request, { concurrency: 10 })
  t.equal(invocations.filter(({ kept }) => kept).length, 9)
  t.match(
    invocations.find(({ kept }) => !kept),
    { statusCode: 429, discardedBecause: 'status 429' },
  )
  t.ok(invocations.every(({ reusedConnection }) => reusedConnection))
  t.ok(invocations.every(({ clientMs }) => clientMs <= wallMs + 0.001))
  t.equal(new Set(requests.map(({ socket }) => socket)).size, 10)
})

t.test('an API that is gone gives rows, not an exception', async t => {
  const { api } = await fakeApi(t, () => 'hang up')
  t.ok((await measureParallelCalls(api, request, { concurrency: 2 })).invocations.every(({ kept }) => !kept))
})
