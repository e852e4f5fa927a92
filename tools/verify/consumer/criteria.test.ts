import {
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { functionUpdated } from '../../command/function-settled.ts'
import { alteredFunction } from '../altered-function-fixture.ts'
import { deployedSystem, verdictOf } from '../deployed-fixture.ts'
import { verifyOtherwise } from '../otherwise-fixture.ts'
import { mustBeOnThePage } from '../requirements-page-fixture.ts'
import { consumerCriteria } from './criteria.ts'
import { consumerOtherwise } from './otherwise-fixture.ts'
import { predictions } from './predictions.ts'

t.setTimeout(900_000)

t.test('docs/requirements.md has each criterion', async t => mustBeOnThePage(t, consumerCriteria))

type Id = (typeof consumerCriteria)[number]['id']

/** Each entry is the handler of a Consumer with one fault. */
const sabotages: readonly [ids: readonly Id[], what: string, handler: string, says: RegExp][] = [
  [
    ['3.2'],
    'reads one file for all',
    `async (event, context) => {
      const request = JSON.parse(event.body)
      if (/no-such-file/.test(request.fileId)) return intact(event, context)
      globalThis.first ??= request.fileId
      const answer = await intact({ ...event, body: JSON.stringify({ ...request, fileId: first }) }, context)
      return { ...answer, body: answer.body.replaceAll(first, request.fileId) }
    }`,
    /The Consumer read SHA-256 .* was put there/,
  ],
  [
    ['3.3'],
    'computes something else',
    answering(`body.outputs?.[0].data.unshift(body.outputs[0].data.pop())`),
    /The digit is \d and was read as \d/,
  ],
  [['3.3'], 'has no outputs', answering(`delete body.outputs`), /not finite numbers/],
  [
    ['3.1', '3.4'],
    'keeps no result',
    `async (event, context) => {
      const answer = await intact(event, context)
      if (answer.statusCode !== 200) return answer
      await fs.rm(JSON.parse(answer.body).efsPath, { force: true })
      return answer
    }`,
    /outputs\/verify-digit/,
  ],
  [
    ['3.4'],
    'writes a result of other outputs',
    `async (event, context) => {
      const answer = await intact(event, context)
      if (answer.statusCode !== 200) return answer
      const { efsPath } = JSON.parse(answer.body)
      const result = JSON.parse(await fs.readFile(efsPath, 'utf8'))
      result.outputs[0].data[0] = 1
      await fs.writeFile(efsPath, JSON.stringify(result))
      return answer
    }`,
    /outputs in the file are not those answered/,
  ],
  [['3.5'], 'never archives', asking(`archive: false`), /The answer has the s3Key undefined/],
  [['3.5'], 'always archives', asking(`archive: true`), /Without archive there is an s3Key/],
  [
    ['3.6'],
    'reads a model of its own in each environment',
    answering(`body.modelSha256 = (globalThis.own ??= String(Math.random()))`),
    /did not all read the model/,
  ],
  [['3.7'], 'does not say how long it took', answering(`delete body.durationMs`), /durationMs is undefined/],
  [
    ['3.7'],
    'answers text',
    answering(`answer.headers['Content-Type'] = 'text/plain'`),
    /The content type is text\/plain/,
  ],
  [
    ['3.8'],
    'answers 400 for what is not there',
    answering(`if (answer.statusCode === 404) answer.statusCode = 400`),
    /The status is 400/,
  ],
  [
    ['3.8'],
    'does not say what is not there',
    answering(`if (body.error) delete body.fileId`),
    /The fileId is undefined/,
  ],
]

t.test('requirement 3', async t => {
  const system = await deployedSystem(t)
  const consumer = await alteredFunction(system, 'consumer')
  const lambda = new LambdaClient({})
  t.teardown(() => [consumer.close(), lambda.destroy()])
  const { functionName: FunctionName } = system.consumer
  const { verification, unmet } = await verifyOtherwise(system, consumerCriteria)
  const judge = (id: Id) => verdictOf(system, consumerCriteria, id, { observedBy: verification })

  for (const { id } of consumerCriteria) {
    await t.test(`${id} holds for the deployed system`, async t => {
      const { status, evidence } = await judge(id)
      t.equal(status, 'pass', evidence)
    })
  }

  // Before anything retires the ten environments that 3.6 has started.
  await t.test('3.6 fails when the ten calls reach the API one after another', async t => {
    const oneByOne = await serialProxy(t, system.apiUrl)
    const verdict = await verdictOf({ ...system, apiUrl: oneByOne }, consumerCriteria, '3.6', {
      observedBy: verification,
    })
    t.match(verdict, { status: 'fail', evidence: /They did not run at the same time/ })
  })

  await t.test('3.6 fails where fewer than ten may run at once', async t => {
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 4 }))
    t.match(await judge('3.6'), { status: 'fail', evidence: /of 10 failed/ })
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
    t.equal((await judge('3.6')).status, 'pass')
  })

  const { first, second } = await predictions(verification)
  for (const { what, says, predicted, ...otherwise } of consumerOtherwise) {
    await t.test(`${otherwise.id} fails where ${what}`, async t => {
      const before = [first, second].map(({ answer }) => structuredClone(answer.body))
      predicted?.(first.answer.body, second.answer.body)
      const sentences = await unmet(otherwise)
      for (const [index, { answer }] of [first, second].entries()) Object.assign(answer, { body: before[index] })
      t.ok(
        sentences.some(sentence => says.test(sentence)),
        sentences.join('\n'),
      )
    })
  }

  for (const [ids, what, handler, says] of sabotages) {
    await t.test(`${ids.join(', ')} fails for a Consumer that ${what}`, async t => {
      await consumer.alter(handler)
      for (const id of ids) t.match(await judge(id), { status: 'fail', evidence: says }, id)
    })
  }
  await consumer.restore()

  await t.test('3.1 fails without the mount', async t => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, FileSystemConfigs: [] }))
    await functionUpdated(lambda, FunctionName)
    t.equal((await judge('3.1')).status, 'fail')
  })
  t.same(await verification.close(), [])
})

/** Builds a handler that changes the answer of the intact one. */
function answering(change: string): string {
  return `async (event, context) => {
    const answer = await intact(event, context)
    const body = JSON.parse(answer.body)
    ${change}
    return { ...answer, body: JSON.stringify(body) }
  }`
}

/** Builds a handler that changes the request to the intact one. */
function asking(change: string): string {
  return `async (event, context) =>
    intact({ ...event, body: JSON.stringify({ ...JSON.parse(event.body), ${change} }) }, context)`
}

/** Passes on a call only after the one before it is answered, though the clients begin all of them at once. */
async function serialProxy(t: Test, apiUrl: string): Promise<string> {
  let last: Promise<unknown> = Promise.resolve()
  const proxy = createServer(async (request, response) => {
    const body = await text(request)
    last = last.then(async () => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(apiUrl.replace(/\/$/, '') + request.url, { method: request.method!, headers, body })
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
    })
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => proxy.close())
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}
