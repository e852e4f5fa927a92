import { randomUUID } from 'node:crypto'
import type { Criterion } from '../criterion.ts'
import { passingObject } from '../observer/passing-object.ts'
import type { Verification } from '../verification.ts'
import { gatewayResponses } from './gateway-responses.ts'
import { type HttpAnswer, httpCall } from './http-call.ts'
import { isFailureBehind } from './reached.ts'

export const answers: Criterion = {
  id: '4.5',
  claim: "The functions' answers reach the client with their status codes, as JSON; so do the gateway's own.",
  builtIn: ['cloudformation/api.yaml', 'functions/http/respond.ts'],
  shownIn: ['report.json'],
  check: async (verification, { observed, expect }) => {
    for (const { answer, what, statusCode, says, behind } of await everyKindOfAnswer(verification)) {
      const type = answer.headers.get('content-type')
      const call = `${answer.call} ${what}`
      observed(call, `${answer.statusCode} ${type}: ${answer.text}`)
      expect(/^application\/json\b/.test(type ?? ''), `${call} answers ${answer.statusCode} as ${type}, not JSON`)
      expect(
        typeof answer.json === 'object' && answer.json !== null,
        `${call} answers ${answer.statusCode} with ${JSON.stringify(answer.text)}, which is not a JSON object`,
      )
      if (answer.statusCode >= 400) {
        expect(Boolean(answer.json?.message), `${call} answers ${answer.statusCode} without message`)
      }
      if (behind) {
        observed(call, `the function cannot use EFS or S3 and says so: ${answer.json?.error}`)
        continue
      }
      expect(answer.statusCode === statusCode, `${call} answers ${answer.statusCode}, not ${statusCode}`)
      const field = answer.statusCode < 400 ? answer.json?.status : answer.json?.error
      expect(field === says, `${call} answers ${statusCode} with ${JSON.stringify(field)}, not ${says}`)
    }
    for (const { type, template } of await gatewayResponses(verification)) {
      observed('API Gateway GetGatewayResponses', `${type} is answered as ${template ?? 'nothing of its own'}`)
      expect(isJson(template), `${type} is answered as ${template}, which makes no JSON`)
    }
  },
}

export interface KindOfAnswer {
  readonly answer: HttpAnswer
  /** The request, in words. */
  readonly what: string
  readonly statusCode: number
  /** The expected `status` or `error`. */
  readonly says: string
  /** The answer reports a failure of EFS or S3 instead. Requirements 2 and 3 cover those. */
  readonly behind: boolean
}

/**
 * From the functions: a success, a repetition, a bad request and two missing things. From the gateway itself: an error.
 */
export function everyKindOfAnswer(verification: Verification): Promise<readonly KindOfAnswer[]> {
  return verification.once('api-gateway: every kind of answer', async () => {
    const { key } = passingObject(verification, 'inputs', 'answer')
    const missing = { fileId: `verify-${randomUUID()}`, model: 'verify' }
    const kinds: KindOfAnswer[] = []
    for (const [what, path, body, statusCode, says] of [
      ['of new data', '/ingest', { key, data: 'once' }, 201, 'created'],
      ['of the same key', '/ingest', { key, data: 'once' }, 200, 'exists'],
      ['of nothing', '/ingest', {}, 400, 'INVALID_REQUEST'],
      ['of what is not JSON', '/predict', 'not JSON', 400, 'INVALID_REQUEST'],
      ['of a missing object', '/ingest', { key: `${key}-missing` }, 404, 'NOT_FOUND'],
      ['of a missing file', '/predict', missing, 404, 'NOT_FOUND'],
      // "Missing Authentication Token" is what API Gateway says of a route that it does not have
      // (docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html).
      ['of a route that is not there', '/no-such-route', {}, 403, 'MISSING_AUTHENTICATION_TOKEN'],
    ] as const) {
      const answer = await httpCall(verification, 'POST', path, { body })
      const name = path === '/predict' ? 'consumer' : 'producer'
      const behind = path !== '/no-such-route' && (await isFailureBehind(verification, name, answer))
      kinds.push({ answer, what, statusCode, says, behind })
    }
    return kinds
  })
}

/** Fills in API Gateway's variables first. messageString brings its own quotes. */
function isJson(template: string | undefined): boolean {
  const filled = template?.replaceAll('$context.error.messageString', '"message"').replaceAll(/\$context\.[\w.]+/g, 'x')
  try {
    return typeof JSON.parse(filled ?? '') === 'object'
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
