import t from 'tap'
import type { ApiAnswer } from './api-client.ts'
import { expectStatus, expectThat } from './expect-answer.ts'

t.test('an answer with the expected status is returned, and another one is an error with what was answered', t => {
  const answer = { statusCode: 201, body: { fileId: 'f' } } as ApiAnswer
  t.equal(expectStatus(answer, 201, 'POST /ingest k'), answer)
  t.throws(() => expectStatus(answer, 200, 'POST /ingest k'), {
    code: 'UNEXPECTED_ANSWER',
    message: 'POST /ingest k answered 201 {"fileId":"f"}, expected 200.',
    nextStep: /aws logs tail \/aws\/lambda\/PREFIX-producer or -consumer/,
  })
  t.end()
})

t.test('a result that does not hold is an error with its sentence', t => {
  expectThat(true, 'The model read 1.')
  t.throws(() => expectThat(false, 'The model read 1.'), { code: 'UNEXPECTED_RESULT', message: 'The model read 1.' })
  t.end()
})
