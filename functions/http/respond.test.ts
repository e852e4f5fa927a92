import t from 'tap'
import { Failure, type FailureCode } from '../failure/failure.ts'
import { createLogger } from '../log/logger.ts'
import { Trace } from '../log/trace.ts'
import { isApiEvent, respond, type Success } from './respond.ts'

async function answerOf(work: () => Promise<Success>, event: object = {}, logStream?: string) {
  const log: Record<string, unknown>[] = []
  const trace = new Trace(createLogger({ write: line => void log.push(JSON.parse(line)) }), 'request-1', logStream)
  const { statusCode, headers, body } = await respond({ httpMethod: 'POST', ...event } as never, '/ingest', trace, work)
  return { status: statusCode, headers, body: JSON.parse(body), log }
}

const failing = (code: FailureCode) => async () => {
  throw new Failure(code, 'It failed.', { key: 'models/m' }, new Error('the cause'))
}

t.test('each failure has its own status, and its log line has its level and stage', async t => {
  for (const [code, status] of [
    ['INVALID_REQUEST', 400],
    ['INVALID_INPUT', 400],
    ['NOT_FOUND', 404],
    ['MODEL_NOT_FOUND', 404],
    ['ROUTE_NOT_FOUND', 404],
    ['METHOD_NOT_ALLOWED', 405],
    ['TOO_LARGE', 413],
    ['INVALID_MODEL', 422],
    ['EFS_UNAVAILABLE', 500],
    ['S3_UNAVAILABLE', 502],
    ['INFERENCE_TIMEOUT', 504],
  ] as const) {
    const answer = await answerOf(failing(code))
    t.equal(answer.status, status, code)
    t.same(answer.body, { error: code, message: 'It failed.', key: 'models/m' }, 'without the cause')
    const end = { outcome: code, status, requestId: 'request-1', fileId: null, stage: 'validate', durationMs: Number }
    const { log } = answer
    if (status < 500) t.match(log, [{ level: 'WARN', ...end, reason: 'It failed.' }])
    else
      t.match(log, [
        { level: 'ERROR', error: code, cause: { message: 'the cause' } },
        { level: 'ERROR', ...end },
      ])
    t.equal(log.length, status < 500 ? 1 : 2)
    t.equal('Allow' in answer.headers!, code === 'METHOD_NOT_ALLOWED')
  }
})

t.test('an unexpected error is 500, and only the log says why', async t => {
  const { status, headers, body, log } = await answerOf(async () => {
    throw new TypeError('a bug')
  })
  t.equal(status, 500)
  t.same(body, { error: 'INTERNAL_ERROR', message: 'The function failed; its log says why.' })
  t.match(headers, {
    'Content-Type': 'application/json',
    'Access-Control-Allow-Origin': '*',
    'X-Request-Id': 'request-1',
  })
  t.match(log, [
    { level: 'ERROR', cause: { message: 'a bug' } },
    { level: 'ERROR', outcome: 'INTERNAL_ERROR', status: 500 },
  ])
})

t.test('a success has its own status and outcome', async t => {
  const { status, body, log } = await answerOf(async () => ({ status: 201, outcome: 'created', body: { bytes: 1 } }))
  t.same([status, body], [201, { bytes: 1 }])
  t.match(log, [{ level: 'INFO', outcome: 'created', status: 201, message: 'Request ended: created' }])
})

t.test('an event without method or route, as a direct call sends it, is accepted', async t => {
  const done = async () => ({ status: 200, outcome: 'done', body: {} })
  t.equal((await answerOf(done, { httpMethod: undefined })).status, 200)
  const refused = await answerOf(done, { httpMethod: 'GET' })
  t.match(refused, { status: 405, headers: { Allow: 'POST' }, body: { message: '/ingest takes POST, not GET.' } })
  t.match(await answerOf(done, { resource: '/other' }), { status: 404, body: { error: 'ROUTE_NOT_FOUND' } })
})

t.test('an event of API Gateway has a method or a request context', async t => {
  for (const event of [{ httpMethod: 'POST' }, { requestContext: {} }]) t.ok(isApiEvent(event))
  for (const event of [{ Records: [] }, {}, null, 'text', undefined]) t.notOk(isApiEvent(event))
})

t.test('an answer names the log stream of its environment, and a browser may read that and the request ID', async t => {
  const done = async () => ({ status: 200, outcome: 'done', body: {} })
  const { headers } = await answerOf(done, {}, '2026/11/29/[$LATEST]0123')
  t.match(headers, {
    'X-Log-Stream': '2026/11/29/[$LATEST]0123',
    'Access-Control-Expose-Headers': 'X-Request-Id, X-Log-Stream',
  })
  t.equal((await answerOf(failing('NOT_FOUND'), {}, 'a')).headers!['X-Log-Stream'], 'a')
  t.notOk('X-Log-Stream' in (await answerOf(done)).headers!, 'outside of Lambda there is none')
})
