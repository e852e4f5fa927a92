import t from 'tap'
import { Failure } from '../failure/failure.ts'
import { createLogger } from '../log/logger.ts'
import { Trace } from '../log/trace.ts'
import { respond, type Success } from './respond.ts'

async function answerOf(work: () => Promise<Success>, event: object = {}) {
  const log: Record<string, unknown>[] = []
  const trace = new Trace(createLogger({ write: line => void log.push(JSON.parse(line)) }), 'request-1')
  const { body } = await respond({ httpMethod: 'POST', ...event } as never, '/ingest', trace, work)
  return { body: JSON.parse(body), log }
}

const done = async () => ({ status: 200, outcome: 'done', body: {} })

t.test('the refusal of an unknown route names the one that exists', async t => {
  const { body } = await answerOf(done, { resource: '/other' })
  t.same(body, { error: 'ROUTE_NOT_FOUND', message: 'There is no /other here, only /ingest.' })
})

t.test('a route is recognized by its end, whatever comes before it', async t => {
  t.same((await answerOf(done, { resource: '/v1/ingest' })).body, {})
  t.match((await answerOf(done, { resource: '/ingest/other' })).body, { error: 'ROUTE_NOT_FOUND' })
})

t.test('an endless message is cut to 2,000 characters, in the answer and in the log', async t => {
  const failing = (length: number) => () => Promise.reject(new Failure('INVALID_INPUT', 'a'.repeat(length)))
  t.equal((await answerOf(failing(2000))).body.message, 'a'.repeat(2000))
  const { body, log } = await answerOf(failing(10_000_000))
  t.equal(body.message, `${'a'.repeat(2000)} …`)
  t.equal(log.at(-1)?.reason, body.message)
})

t.test('the cause of a caller’s failure, if there is one, is in the log and not in the answer', async t => {
  const failing = (cause?: unknown) => () => Promise.reject(new Failure('INVALID_INPUT', 'It failed.', {}, cause))
  const { body, log } = await answerOf(failing(new Error('at line 7 of the runtime')))
  t.match(log.at(-1), { reason: 'It failed.', cause: { message: 'at line 7 of the runtime' } })
  t.notMatch(JSON.stringify(body), 'line 7')
  t.notOk('cause' in (await answerOf(failing())).log.at(-1)!)
})

t.test('the log line of an unexpected error says that the code does not know it', async t => {
  const { log } = await answerOf(async () => {
    throw new TypeError('a bug')
  })
  t.same(
    log.map(({ message }) => message),
    ['The request failed for a reason that the code does not know', 'Request ended: INTERNAL_ERROR'],
  )
})

t.test(
  'a failure of the caller has its reason in the last log line, and a failure of the service in the line before',
  async t => {
    for (const [code, lines] of [
      ['NOT_FOUND', [['Request ended: NOT_FOUND', 'It failed.']]],
      [
        'EFS_UNAVAILABLE',
        [
          ['It failed.', undefined],
          ['Request ended: EFS_UNAVAILABLE', undefined],
        ],
      ],
      [
        'S3_UNAVAILABLE',
        [
          ['It failed.', undefined],
          ['Request ended: S3_UNAVAILABLE', undefined],
        ],
      ],
    ] as const) {
      const { log } = await answerOf(async () => {
        throw new Failure(code, 'It failed.')
      })
      t.same(
        log.map(({ message, reason }) => [message, reason]),
        lines,
      )
    }
  },
)

t.test('control characters of a message are made visible, in the answer and in the log', async t => {
  const failure = new Failure('INVALID_INPUT', 'a\u001b[2Jb\u0007\u009dc é')
  const { body, log } = await answerOf(() => Promise.reject(failure))
  t.equal(body.message, 'a\\u001b[2Jb\\u0007\\u009dc é')
  t.equal(log.at(-1)?.reason, body.message)
})
