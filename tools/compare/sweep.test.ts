import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { LambdaClient } from '@aws-sdk/client-lambda'
import t, { type Test } from 'tap'
import type { ComparedModel } from './model-set.ts'
import { FreshEnvironments } from '../measure/fresh-environments.ts'
import { sweep } from './sweep.ts'

/** A Lambda whose functions answer with the hash of the requested model. The `broken` ones fail. */
async function fakeLambda(t: Test, broken: readonly string[] = []) {
  const events: string[] = []
  const cold = new Set<string>()
  const server = createServer(async (request, response) => {
    const sent = await text(request)
    const name = /functions\/([^/]+)/.exec(request.url!)![1]!
    response.setHeader('content-type', 'application/json')
    response.setHeader('x-amzn-requestid', `id-${events.length}`)
    if (request.method === 'POST') {
      const { model } = JSON.parse(JSON.parse(sent).body)
      events.push(`${cold.delete(name) ? 'cold' : 'warm'} ${name} ${model}`)
      const isCold = events.at(-1)!.startsWith('cold')
      if (broken.includes(name)) return response.writeHead(500).end('{"message":"broken"}')
      const body = JSON.stringify({ coldStart: isCold, modelSha256: `sha of ${model}`, stages: { modelLoadMs: 1 } })
      return response.end(JSON.stringify({ statusCode: 200, body }))
    }
    if (request.method === 'PUT') {
      cold.add(name)
      events.push(`update ${name} ${Object.keys(JSON.parse(sent).Environment.Variables).join(',')}`)
    }
    const configuration = { LastUpdateStatus: 'Successful', State: 'Active', Environment: { Variables: { A: '1' } } }
    const whole = !request.url!.endsWith('/configuration')
    return response.end(JSON.stringify(whole ? { Configuration: configuration } : configuration))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = new LambdaClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
  t.teardown(() => {
    client.destroy()
    server.close()
  })
  return { client, events }
}

const model = (sizeMib: number) => {
  const name = `compared-${sizeMib}`
  return { name, sizeMib, sha256: `sha of ${name}`, path: '', bytes: 0, layers: [] } satisfies ComparedModel
}

const cells = ['a', 'b', 'c'].flatMap(store =>
  [1, 10].map(sizeMib => ({ store, sizeMib, functionName: `function-${store}` })),
)

const options = {
  deployment: 0,
  cells,
  models: new Map([1, 10].map(size => [size, model(size)])),
  coldSamples: 4,
  warmSamples: 6,
  memoryMb: 3008,
  seed: 1,
  status: () => {},
}

t.test('each round measures every cell once cold, in an order that depends on the seed and the round', async t => {
  const orders = async (seed: number, deployment = 0) => {
    const { client } = await fakeLambda(t)
    const rows = await sweep(client, new FreshEnvironments(client), { ...options, seed, deployment })
    t.ok(rows.every(({ kept }) => kept))
    const cold = rows.filter(({ phase }) => phase === 'cold')
    t.equal(cold.length, 4 * cells.length)
    t.ok(cold.every(({ coldStart }) => coldStart))
    t.equal(rows.filter(({ phase }) => phase === 'warm').length, 6 * cells.length)
    return [0, 1, 2, 3].map(round =>
      cold
        .filter(row => row.round === round)
        .map(({ store, sizeMib }) => `${store}${sizeMib}`)
        .join(' '),
    )
  }
  const [first, again, otherSeed, otherDeployment] = [
    await orders(1),
    await orders(1),
    await orders(2),
    await orders(1, 1),
  ]
  t.equal(new Set(first).size, 4, 'all rounds differ')
  for (const round of first) t.equal(new Set(round.split(' ')).size, cells.length)
  t.same(again, first)
  t.notSame(otherSeed, first)
  t.notSame(otherDeployment, first)
})

t.test('each cold call follows a change of its own function, and the variables are restored afterwards', async t => {
  const { client, events } = await fakeLambda(t)
  const fresh = new FreshEnvironments(client)
  await sweep(client, fresh, options)
  for (const [index, event] of events.entries()) {
    if (event.startsWith('cold')) t.equal(events[index - 1], `update ${event.split(' ')[1]} A,MEASUREMENT_NONCE`)
  }
  const before = events.length
  await fresh.restore()
  t.same(events.slice(before).sort(), ['update function-a A', 'update function-b A', 'update function-c A'])
})

t.test('a failed call and an answer from another model are rows with their reason', async t => {
  const { client } = await fakeLambda(t, ['function-b'])
  const models = new Map([
    [1, { ...model(1), sha256: 'another' }],
    [10, model(10)],
  ])
  const rows = await sweep(client, new FreshEnvironments(client), {
    ...options,
    models,
    coldSamples: 1,
    warmSamples: 1,
  })
  const reasons = (store: string, sizeMib: number) => [
    ...new Set(rows.filter(row => row.store === store && row.sizeMib === sizeMib).map(row => row.discardedBecause)),
  ]
  t.match(reasons('b', 10), [/broken/])
  t.same(reasons('a', 1), ['the answer was made with another model'])
  t.same(reasons('a', 10), [undefined])
})
