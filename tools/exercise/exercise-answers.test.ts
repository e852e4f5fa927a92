import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import type { DeployedSystem } from './deployed-system.ts'
import { exercise } from './exercise.ts'

const identity =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>' +
  '<Arn>arn:aws:iam::123456789012:user/me</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>'

const right = {
  ingest: [201, { fileId: 'f', bytes: 1, efsPath: '/mnt/efs/f', status: 'created', durationMs: 1 }],
  predicted: [200, { outputs: [{ data: [0, 0, 0, 0, 0, 0, 0, 1] }], inputSha256: 'i' }],
  noModel: [404, { error: 'MODEL_NOT_FOUND' }],
  noInput: [404, { error: 'NOT_FOUND' }],
} as const

type Answer = readonly [status: number, body: object]

/** A system whose API gives these answers, one after the other. Its bucket is empty and takes everything. */
async function systemAnswering(t: Test, answers: readonly Answer[]) {
  const asked: unknown[] = []
  const server = createServer(async (request, response) => {
    const sent = String(await request.toArray())
    if (sent.includes('GetCallerIdentity')) return response.end(identity)
    if (request.url!.includes('/functions/')) return response.end('{"Environment":{"Variables":{}}}')
    if (request.method === 'HEAD') return response.writeHead(404).end()
    if (!request.url!.startsWith('/api/')) return response.writeHead(200, { etag: '"e"' }).end()
    const [status, body] = answers[asked.length] ?? [500, { error: 'NO_MORE_ANSWERS' }]
    asked.push([request.url!.slice('/api'.length), JSON.parse(sent)])
    return response.writeHead(status, { 'x-request-id': `r-${asked.length}` }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => (server.closeAllConnections(), server.close()))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_ENDPOINT_URL: endpoint })
  const [producer, consumer] = ['p', 'c'].map(functionName => ({ functionName, logGroupName: functionName }))
  const system = { region: 'us-east-1', apiUrl: `${endpoint}/api`, bucketName: 'b', producer, consumer, outputs: {} }
  const { progress, lines } = recordProgress()
  const run = () => exercise(system as unknown as DeployedSystem, { largeBytes: 1, seed: 1, progress })
  return { run, asked, lines }
}

const repeated = [200, { ...right.ingest[1], status: 'exists' }] as const
const rest = [right.noModel, right.predicted, right.predicted, right.noInput, right.ingest] as const

t.test(
  'an ingest that was answered by nobody may have done its work, and the run keeps that it was repeated',
  async t => {
    const { run, asked, lines } = await systemAnswering(t, [[504, {}], repeated, repeated, ...rest])
    const { retries, created, answers, predict } = await run()
    t.match(retries, [{ step: 'ingest', statusCode: 504 }])
    t.match(created, { status: 'exists' })
    t.match(predict, { inputSha256: 'i' })
    t.match(lines.at(-1), /^1 calls failed at first and were repeated \(ingest: 504 .*\)\. The run keeps them\.$/)
    t.same(
      answers.map(({ step }) => step),
      ['ingest', 'ingest again', 'predict', 'predict, missing file'],
    )
    const model = 'digits'
    t.same(asked.slice(3), [
      ['/predict', { fileId: 'f', model }],
      ['/predict', { fileId: 'f', model }],
      ['/predict', { fileId: 'f', model, archive: true }],
      ['/predict', { fileId: 'no-such-file', model }],
      ['/ingest', { key: 'inputs/large-1.bin' }],
    ])
  },
)

t.test('a wrong answer ends the exercise with what was answered', async t => {
  const another = [200, { ...repeated[1], fileId: 'g' }] as const
  const three = [200, { outputs: [{ data: [0, 0, 0, 1] }] }] as const
  const wrong: [answers: readonly Answer[], code: string, message: RegExp][] = [
    [[repeated], 'UNEXPECTED_ANSWER', /^POST \/ingest inputs\/digit-7\.json answered 200 .* expected 201\.$/],
    [[right.ingest, right.ingest], 'UNEXPECTED_ANSWER', /^POST \/ingest .* again answered 201 .* expected 200\.$/],
    [[right.ingest, another], 'UNEXPECTED_RESULT', /^The same key got another fileId: g\.$/],
    [
      [right.ingest, repeated, right.noModel, right.predicted, three],
      'UNEXPECTED_RESULT',
      /^The model read 3 where the digit is 7\.$/,
    ],
    [
      [right.ingest, repeated, right.noModel, right.predicted, right.noInput],
      'UNEXPECTED_ANSWER',
      /^POST \/predict answered 404 .* expected 200\.$/,
    ],
    [
      [right.ingest, repeated, ...rest.slice(0, 3), right.predicted],
      'UNEXPECTED_ANSWER',
      /^POST \/predict for a missing file answered 200 .* expected 404\.$/,
    ],
  ]
  for (const [answers, code, message] of wrong) {
    const { run, asked } = await systemAnswering(t, answers)
    await t.rejects(run(), { code, message })
    t.equal(asked.length, answers.length, String(message))
  }
})
