import type { ApiAnswer } from '../../exercise/api-client.ts'
import type { Criterion } from '../criterion.ts'
import { apiExamples, sendAgain } from './api-examples.ts'
import { readGuide } from '../../guide/guide.ts'

export const apiGuide: Criterion = {
  id: '7.3',
  claim: 'The documentation explains how to invoke the API endpoints and how to interpret the responses.',
  builtIn: ['docs/api.md'],
  shownIn: [],
  check: async (verification, { observed, expect }) => {
    const page = await verification.document('docs/api.md')
    const guide = readGuide(page)
    const examples = apiExamples(guide)
    expect(examples.length >= 8, `It has ${examples.length} requests with answers`)
    const { answers, blind } = await sendAgain(verification, examples)
    if (blind)
      observed('the observer function', `cannot put files on EFS now (${blind}); what the page explains counts`)
    answers.forEach((answer, index) => {
      const { path, request, statusCode, body } = examples[index]!
      const what = `POST ${path} ${JSON.stringify(request)}`
      observed(
        'the requests of docs/api.md, sent again',
        `${what}: ${answer.statusCode} ${answer.body?.error ?? ''}`.trim(),
      )
      // A broken system behind the API is no fault of the document if the document explains that answer.
      const asDocumented = answer.statusCode === statusCode && answer.body?.error === body.error
      if ((answer.statusCode >= 500 || blind) && !asDocumented && isExplained(page, answer)) {
        observed('docs/api.md, Status codes', `explains ${answer.statusCode} ${answer.body?.error ?? ''}`)
        return
      }
      expect(
        answer.statusCode === statusCode,
        `${what} is documented as ${statusCode} and answers ${answer.statusCode}`,
      )
      const [documented, answered] = [body, answer.body].map(one => Object.keys(one).sort().join(', '))
      expect(documented === answered, `${what} is documented with ${documented} and answers ${answered}`)
      // These members stay the same from call to call.
      for (const name of ['error', 'status']) {
        expect(body[name] === answer.body[name], `${what}: ${name} is ${answer.body[name]}, documented ${body[name]}`)
      }
    })
    expect(guide.headings.includes('Status codes'), 'It has no section "Status codes"')
    for (const code of ['EFS_UNAVAILABLE', 'TOO_LARGE', 'MODEL_NOT_FOUND', 'INVALID_MODEL', 'S3_UNAVAILABLE']) {
      expect(page.includes(`\`${code}\``), `It does not explain ${code}`)
    }
  },
}

/**
 * Whether the table of status codes has a row for this status and code. The gateway's own answers have a message
 * instead of a code.
 */
function isExplained(page: string, { statusCode, body, requestId }: ApiAnswer): boolean {
  const code = `\`${body?.error}\`${requestId === undefined ? ', *gateway*' : ''}`
  return page
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line => line.split('|').map(cell => cell.trim()))
    .some(([, statuses, error]) => statuses!.split(', ').includes(String(statusCode)) && error === code)
}
