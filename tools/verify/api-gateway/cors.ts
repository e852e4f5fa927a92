import type { Criterion } from '../criterion.ts'
import { ingestWithoutMount } from '../producer/ingest-without-mount.ts'
import { everyKindOfAnswer } from './answers.ts'
import { gatewayResponses } from './gateway-responses.ts'
import { type HttpAnswer, httpCall } from './http-call.ts'

export const cors: Criterion = {
  id: '4.6',
  claim: 'Browsers of any origin may call the API: preflights and all answers, errors too, allow the origin *.',
  builtIn: ['cloudformation/api.yaml', 'functions/http/respond.ts'],
  shownIn: ['cloudformation/events.json'],
  check: async (verification, { observed, expect }) => {
    for (const path of ['/ingest', '/predict']) {
      const { call, statusCode, headers } = await httpCall(verification, 'OPTIONS', path, {
        headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      })
      const [origin, methods, names] = ['origin', 'methods', 'headers'].map(name =>
        headers.get(`access-control-allow-${name}`),
      )
      observed(call, `${statusCode}, origin ${origin}, methods ${methods}, headers ${names}`)
      expect(statusCode === 200 || statusCode === 204, `The preflight ${call} answers ${statusCode}, not 200 or 204`)
      expect(origin === '*', `The preflight ${call} allows the origin ${origin ?? 'none'}, not *`)
      expect(
        listed(methods).includes('post'),
        `The preflight ${call} allows the methods ${methods ?? 'none'}, not POST`,
      )
      expect(
        listed(names).includes('content-type'),
        `The preflight ${call} allows the headers ${names ?? 'none'}, not Content-Type`,
      )
    }
    for (const { answer, what } of await everyKindOfAnswer(verification)) mustAllow(answer, what)
    for (const { type, allowOrigin } of await gatewayResponses(verification)) {
      observed('API Gateway GetGatewayResponses', `${type} is answered for the origin ${allowOrigin ?? 'none'}`)
      expect(allowOrigin === "'*'", `${type} is answered for the origin ${allowOrigin ?? 'none'}, not '*'`)
    }
    // The functions' only error that takes more than a request to cause.
    const failed = await ingestWithoutMount(verification).catch((error: unknown) => {
      verification.signal?.throwIfAborted()
      observed(
        'Lambda UpdateFunctionConfiguration',
        `an answer without mount was not to be had: ${(error as Error).message}`,
      )
    })
    if (failed) mustAllow(failed.answer, 'without mount')

    function mustAllow(answer: HttpAnswer, what: string): void {
      const origin = answer.headers.get('access-control-allow-origin')
      observed(`${answer.call} ${what}`, `${answer.statusCode} allows the origin ${origin}`)
      expect(
        origin === '*',
        `${answer.call} ${what} answers ${answer.statusCode} for the origin ${origin ?? 'none'}, not *`,
      )
    }
  },
}

function listed(header: string | null | undefined): readonly string[] {
  return (header ?? '').split(',').map(value => value.trim().toLowerCase())
}
