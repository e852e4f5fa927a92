import type { LambdaClient } from '@aws-sdk/client-lambda'
import t from 'tap'
import { burst } from './burst.ts'
import { callFunction } from './call-function.ts'
import { FreshEnvironments } from '../measure/fresh-environments.ts'
import { deployPackage } from './function-package.ts'

const question = { functionName: 'demo', fileId: 'digit', model: 'm', modelSha256: 'right' }

interface Sent {
  operation: string
  input: Record<string, any>
  options: { abortSignal?: AbortSignal } | undefined
}

/** A client of Lambda whose functions answer like this. Their configuration has these variables. */
function startLambda(answer: () => object = () => ({}), variables: Record<string, string> = {}) {
  const sent: Sent[] = []
  const lambda = {
    config: {},
    async send(command: { constructor: { name: string }; input: object }, options?: Sent['options']) {
      const operation = command.constructor.name.replace(/Command$/, '')
      sent.push({ operation, input: command.input, options })
      if (operation === 'Invoke') return answer()
      return { Environment: { Variables: variables }, Configuration: { LastUpdateStatus: 'Successful' } }
    },
  } as unknown as LambdaClient
  return { lambda, sent }
}

const payload = (content: unknown) => ({ Payload: Buffer.from(JSON.stringify(content)), $metadata: { requestId: 'r' } })
const answered = (statusCode: number, body: object) => payload({ statusCode, body: JSON.stringify(body) })

t.test('a call sends the event of API Gateway, and a right answer counts with all that it says', async t => {
  const body = { coldStart: true, stages: { readMs: 1 }, inputSha256: 'i', modelSha256: 'right', more: 1 }
  const { lambda, sent } = startLambda(() => answered(200, body))
  const { startedAt, clientMs, ...row } = await callFunction(lambda, question)
  const { more: _more, ...timings } = body
  t.same(row, { requestId: 'r', statusCode: 200, ...timings, kept: true })
  t.ok(clientMs >= 0 && clientMs < 60_000)
  t.match(startedAt, /^\d{4}-\d\d-\d\dT/)
  t.equal(sent[0]!.input.FunctionName, 'demo')
  t.same(JSON.parse(String(sent[0]!.input.Payload)), {
    resource: '/predict',
    path: '/predict',
    httpMethod: 'POST',
    isBase64Encoded: false,
    body: '{"fileId":"digit","model":"m"}',
  })
})

t.test('an answer that is wrong, refused or missing does not count, and the row has the reason', async t => {
  const failing = (error: unknown) => () => {
    throw error
  }
  for (const [answer, row] of [
    [
      () => answered(200, { modelSha256: 'other' }),
      { statusCode: 200, modelSha256: 'other', discardedBecause: 'the answer was made with another model' },
    ],
    [() => answered(413, { error: 'TOO_LARGE' }), { statusCode: 413, discardedBecause: 'status 413 TOO_LARGE' }],
    [() => answered(500, {}), { statusCode: 500, discardedBecause: 'status 500' }],
    [
      () => ({ ...payload({ errorMessage: 'it timed out' }), FunctionError: 'Unhandled' }),
      { statusCode: null, requestId: 'r', discardedBecause: 'function error: it timed out' },
    ],
    [failing(new TypeError('no route')), { statusCode: null, discardedBecause: 'TypeError: no route' }],
    [failing('nothing'), { statusCode: null, discardedBecause: 'nothing' }],
  ] as const) {
    const { lambda } = startLambda(answer)
    t.match(await callFunction(lambda, question), { ...row, kept: false })
  }
})

t.test('a call that is interrupted ends the measurement', async t => {
  const reason = new Error('interrupted')
  const { lambda } = startLambda(() => {
    throw new Error('aborted')
  })
  await t.rejects(callFunction(lambda, question, AbortSignal.abort(reason)), reason)
})

const configured = (sent: Sent[]) =>
  sent.flatMap(({ operation, input }) =>
    operation === 'UpdateFunctionConfiguration' ? [[input.FunctionName, input.Environment.Variables]] : [],
  )

t.test('each retirement changes a variable, and the end restores those of the template', async t => {
  const { lambda, sent } = startLambda(undefined, { A: '1', MEASUREMENT_NONCE: 'of a killed run' })
  const fresh = new FreshEnvironments(lambda)
  await fresh.retire('a')
  await fresh.retire('a')
  await fresh.retire('b')
  await fresh.restore()
  await fresh.restore()
  const [first, second, third, ...restored] = configured(sent)
  t.match(
    [first, second, third],
    [['a'], ['a'], ['b']].map(([name]) => [name, { A: '1', MEASUREMENT_NONCE: /^\d+-\d$/ }]),
  )
  t.not(
    (first![1] as Record<string, string>).MEASUREMENT_NONCE,
    (second![1] as Record<string, string>).MEASUREMENT_NONCE,
  )
  t.same(restored, [
    ['a', { A: '1' }],
    ['b', { A: '1' }],
  ])
})

t.test('a function without variables has none after its measurement', async t => {
  const { lambda, sent } = startLambda()
  const fresh = new FreshEnvironments(lambda)
  await fresh.retire('a')
  await fresh.restore()
  t.same(configured(sent)[1], ['a', {}])
})

t.test('a burst calls each function as often at once, in a new environment, and in a random order', async t => {
  let [underWay, most] = [0, 0]
  const { lambda, sent } = startLambda()
  const send = lambda.send.bind(lambda) as (...args: unknown[]) => Promise<object>
  lambda.send = (async (command: { constructor: { name: string } }, ...rest: unknown[]) => {
    if (command.constructor.name !== 'InvokeCommand') return send(command, ...rest)
    most = Math.max(most, (underWay += 1))
    await send(command, ...rest)
    underWay -= 1
    return answered(200, { modelSha256: 'right' })
  }) as never
  const cells = ['efs', 's3', 'package'].map(store => ({ store, sizeMib: 10, functionName: `demo-${store}` }))
  const said: string[] = []
  const rows = await burst(lambda, new FreshEnvironments(lambda), {
    deployment: 2,
    cells: cells as never,
    model: { name: 'm', sha256: 'right' } as never,
    concurrencies: [2, 3],
    memoryMb: 512,
    seed: 1,
    status: text => said.push(text),
  })
  t.equal(most, 3)
  t.equal(rows.length, 3 * (2 + 3))
  t.same(new Set(rows.map(({ store, concurrency, index }) => `${store} ${concurrency} ${index}`)).size, rows.length)
  for (const row of rows) {
    const round = row.concurrency - 2
    t.match(row, { deployment: 2, round, sizeMib: 10, memoryMb: 512, phase: 'burst', kept: true })
    t.ok(row.index < row.concurrency)
  }
  t.same([...new Set(rows.map(({ round, order }) => `${round} ${order}`))], ['0 0', '0 1', '0 2', '1 0', '1 1', '1 2'])
  t.equal(said.length, 6)
  const order = async (deployment: number, seed: number) => {
    const { lambda } = startLambda(() => answered(200, { modelSha256: 'right' }))
    const model = { name: 'm', sha256: 'right' } as never
    const options = { deployment, cells: cells as never, model, concurrencies: [1, 1, 1], memoryMb: 512, seed }
    const rows = await burst(lambda, new FreshEnvironments(lambda), { ...options, status: () => {} })
    return rows.map(({ store }) => store).join()
  }
  t.equal(await order(2, 1), await order(2, 1))
  t.not(await order(2, 1), await order(3, 1))
  t.not(await order(2, 1), await order(2, 2))
  t.match(said[0], /^burst of 2: \S+, 10 MiB$/)
  const names = sent.filter(({ operation }) => /^(Invoke|UpdateFunctionConfiguration)$/.test(operation))
  t.equal(names[0]!.operation, 'UpdateFunctionConfiguration')
  await t.rejects(
    burst(lambda, new FreshEnvironments(lambda), {
      deployment: 0,
      cells: cells as never,
      model: {} as never,
      concurrencies: [1],
      memoryMb: 512,
      seed: 1,
      status: () => t.fail('nothing is begun'),
      signal: AbortSignal.abort(new Error('interrupted')),
    }),
    { message: 'interrupted' },
  )
})

t.test('a package is deployed from the bucket of the artifacts', async t => {
  const { lambda, sent } = startLambda()
  const place = { lambda, s3: {} as never, artifactsBucket: 'artifacts', accountId: '1' }
  await deployPackage(place, 'demo', 'functions/x.zip')
  t.match(sent, [
    {
      operation: 'UpdateFunctionCode',
      input: { FunctionName: 'demo', S3Bucket: 'artifacts', S3Key: 'functions/x.zip' },
    },
    { operation: /^GetFunction/, input: { FunctionName: 'demo' } },
  ])
})
