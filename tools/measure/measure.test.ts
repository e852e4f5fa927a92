import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { silent } from '../command/progress.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { FreshEnvironments } from './fresh-environments.ts'
import { fakeLambda } from './fake-lambda-fixture.ts'
import { measure } from './measure.ts'

/** A deployed system whose function starts a new environment after each of its updates. */
async function fakeSystem(t: Test) {
  const [predictions, logQueries] = [[] as object[], [] as any[]]
  const updates: object[] = []
  const preflights: string[] = []
  let isCold = true
  const answer = (request: IncomingMessage, sent: string): unknown => {
    const configuration = { State: 'Active', LastUpdateStatus: 'Successful', Environment: { Variables: { A: '1' } } }
    if (request.method === 'OPTIONS') preflights.push('')
    if (request.method === 'OPTIONS') return ''
    if (sent.includes('GetCallerIdentity')) return identity
    if (request.headers['x-amz-target']?.includes('FilterLogEvents')) {
      logQueries.push(JSON.parse(sent))
      return { events: predictions.map((_, index) => report(`id-${index + 1}`)) }
    }
    if (request.url!.endsWith('/predict')) {
      predictions.push(JSON.parse(sent))
      const coldStart = isCold
      isCold = false
      return { coldStart, modelSha256: 'abc' }
    }
    if (request.method === 'PUT') {
      updates.push(JSON.parse(sent).Environment.Variables)
      isCold = true
    }
    return request.url!.endsWith('/configuration') ? configuration : { Configuration: configuration }
  }
  const server = createServer(async (request, response) => {
    const body = answer(request, await text(request))
    if (request.url!.endsWith('/predict')) response.setHeader('x-request-id', `id-${predictions.length}`)
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const environment = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }
  Object.assign(process.env, environment)
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const system = {
    region: 'us-east-1',
    apiUrl: `${url}/poc`,
    outputs: {},
    consumer: { functionName: 'demo-consumer', logGroupName: '/demo/consumer' },
  } as unknown as DeployedSystem
  return { system, predictions, logQueries, updates, preflights }
}

const identity =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>' +
  '<Arn>arn:aws:iam::123456789012:root</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>'

function report(requestId: string): object {
  const metrics = { durationMs: 2, billedDurationMs: 3, maxMemoryUsedMB: 120 }
  const message = JSON.stringify({ type: 'platform.report', record: { requestId, metrics } })
  return { logStreamName: `stream of ${requestId}`, message }
}

t.test('a measurement has cold, warm and parallel calls, each with Lambda’s report of it', async t => {
  const { system, predictions, logQueries, updates, preflights } = await fakeSystem(t)
  const lines: string[] = []
  const say = (line: string) => void lines.push(line)
  const statuses: string[] = []
  const progress = { ...silent, step: say, detail: say, status: (text: string) => void statuses.push(text) }
  const began = Date.now()
  const start = performance.now()
  const request = { fileId: 'f', model: 'm' }
  const measured = await measure(system, request, { coldSamples: 2, warmSamples: 3, concurrency: 4, progress })
  const phases = measured.invocations.map(({ phase, index, kept }) => `${phase} ${index}${kept ? '' : ' discarded'}`)
  t.same(phases, [
    'cold 0',
    'cold 1',
    'warm 0 discarded',
    'warm 1 discarded',
    'warm 2 discarded',
    'warm 3',
    'warm 4',
    'warm 5',
    ...[0, 1, 2, 3].map(index => `parallel ${index}`),
  ])
  for (const { requestId, logStreamName, durationMs } of measured.invocations) {
    t.same([logStreamName, durationMs], [`stream of ${requestId}`, 2])
  }
  t.equal(measured.concurrency, 4)
  t.ok(
    measured.parallelWallMs > 0 && measured.parallelWallMs <= performance.now() - start,
    `${measured.parallelWallMs} ms`,
  )
  t.equal(predictions.length, 1 + 2 + 6 + 4, 'and one before the first cold start')
  t.same(new Set(predictions.map(each => JSON.stringify(each))), new Set([JSON.stringify(request)]))
  t.match(logQueries[0], { logGroupName: '/demo/consumer' })
  t.ok(logQueries[0].startTime >= began && logQueries[0].startTime <= Date.now())
  t.equal(preflights.length, 2 + 4, 'a connection for each cold start, and one for each parallel call')
  t.equal(updates.length, 3)
  t.same(updates.at(-1), { A: '1' })
  t.match(lines, [/^Measure 2 cold starts/, /^Measure 3 warm calls/, /^Measure 4 calls .* at once/, /^measured in \d/])
  t.match(statuses.at(-2), /^waiting for Lambda's own reports of 12 calls, /)
  t.equal(statuses.at(-1), '', 'the status is cleared at the end')
})

t.test('variables are given back once, and are read again for the next retirement', async t => {
  const { client, updates } = await fakeLambda(t, { A: '1' })
  const fresh = new FreshEnvironments(client)
  await fresh.retire('f')
  await fresh.retire('f')
  await fresh.restore()
  await fresh.restore()
  t.match(updates, [
    { A: '1', MEASUREMENT_NONCE: /-1$/ },
    { A: '1', MEASUREMENT_NONCE: /-2$/ },
  ])
  t.same(updates.slice(2), [{ A: '1' }])
})
