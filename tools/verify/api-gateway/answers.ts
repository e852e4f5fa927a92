import { randomUUID } from 'node:crypto'
import type { Criterion } from '../criterion.ts'
import type { Verification } from '../verification.ts'
import { type HttpAnswer, httpCall } from './http-call.ts'
import { passingInput } from './passing-input.ts'

export const answers: Criterion = {
  id: '4.5',
  claim: "The functions' answers reach the client with their status codes, as JSON; so do the gateway's own.",
  builtIn: ['cloudformation/api.yaml', 'functions/http/respond.ts'],
  shownIn: ['report.json', 'invocations.ndjson'],
  check: async (look, { saw, must }) => {
    for (const { answer, statusCode, says } of await everyKindOfAnswer(look)) {
      const type = answer.headers.get('content-type')
      saw(answer.call, `${answer.statusCode} ${type}: ${answer.text}`)
      must(answer.statusCode === statusCode, `${answer.call} answers ${answer.statusCode}, not ${statusCode}`)
      must(/^application\/json\b/.test(type ?? ''), `${answer.call} answers ${statusCode} as ${type}, not JSON`)
      must(
        typeof answer.json === 'object' && answer.json !== null,
        `${answer.call} answers ${statusCode} with ${JSON.stringify(answer.text)}, which is not a JSON object`,
      )
      const field = answer.statusCode < 400 ? answer.json?.status : answer.json?.error
      must(field === says, `${answer.call} answers ${statusCode} with ${JSON.stringify(field)}, not ${says}`)
      if (statusCode >= 400) must(Boolean(answer.json?.message), `${answer.call} answers ${statusCode} without message`)
    }
  },
}

export interface KindOfAnswer {
  readonly answer: HttpAnswer
  readonly statusCode: number
  /** Its `status`, or its `error`. */
  readonly says: string
}

/** A success, a repetition, a bad request and two missing things by the functions, and an error by the gateway itself. */
export function everyKindOfAnswer(look: Verification): Promise<readonly KindOfAnswer[]> {
  return look.once('api-gateway: every kind of answer', async () => {
    const key = passingInput(look, 'answer')
    const post = (path: string, body: unknown) => httpCall(look, 'POST', path, { body })
    const missing = { fileId: `verify-${randomUUID()}`, model: 'verify' }
    return [
      { answer: await post('/ingest', { key, data: 'once' }), statusCode: 201, says: 'created' },
      { answer: await post('/ingest', { key, data: 'once' }), statusCode: 200, says: 'exists' },
      { answer: await post('/ingest', {}), statusCode: 400, says: 'INVALID_REQUEST' },
      { answer: await post('/predict', 'not JSON'), statusCode: 400, says: 'INVALID_REQUEST' },
      { answer: await post('/ingest', { key: `${key}-missing` }), statusCode: 404, says: 'NOT_FOUND' },
      { answer: await post('/predict', missing), statusCode: 404, says: 'NOT_FOUND' },
      // "Missing Authentication Token" is what API Gateway says of a route that it does not have
      // (docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html).
      { answer: await post('/no-such-route', {}), statusCode: 403, says: 'MISSING_AUTHENTICATION_TOKEN' },
    ]
  })
}
