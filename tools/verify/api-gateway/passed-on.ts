import { randomBytes, randomUUID } from 'node:crypto'
import { fileIdOf, keyOfContent } from '../../../functions/working-set/file-id.ts'
import type { Criterion, Findings } from '../criterion.ts'
import { passing } from '../observer/passing-object.ts'
import { logRecords } from '../producer/log-records.ts'
import type { Verification } from '../verification.ts'
import { postMethod } from './deployed-route.ts'
import { type HttpAnswer, httpCall } from './http-call.ts'
import { reached } from './reached.ts'

const query = '?verify=1&empty=&name=%E6%95%B0'

export const passedOn: Criterion = {
  id: '4.4',
  claim: 'The payload and the parameters of a request are passed to the function as they were sent.',
  builtIn: ['cloudformation/api.yaml', 'functions/http/request-body.ts'],
  shownIn: ['cloudformation/events.json'],
  check: async (verification, findings) => {
    for (const path of ['/ingest', '/predict']) await nothingIsMapped(verification, path, findings)
    await payloadArrives(verification, findings)
    const { observed, expect } = findings
    const fileId = `verify-${randomUUID()}`
    const answer = await httpCall(verification, 'POST', `/predict${query}`, { body: { fileId, model: 'verify' } })
    const { reached: came, how } = await reached(verification, 'consumer', answer)
    observed(answer.call, `asked for ${fileId}: ${answer.statusCode} ${answer.text}, ${how}`)
    const ran = answer.headers.has('x-request-id')
    expect(
      came && (!ran || answer.json?.fileId === fileId),
      `The Consumer was asked for ${fileId} and answers ${answer.text}`,
    )
  },
}

/**
 * A proxy integration passes method, path, headers, query parameters and body to the function
 * (docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html). The functions read the
 * body alone. So the check can show about parameters only that they do no harm and that no mapping changes the request.
 */
async function nothingIsMapped(
  verification: Verification,
  path: string,
  { observed, expect }: Findings,
): Promise<void> {
  const integration = (await postMethod(verification, path))?.integration
  const mapped = Object.keys({ ...integration?.requestParameters, ...integration?.requestTemplates })
  const handling = integration?.contentHandling
  observed(
    'API Gateway GetIntegration',
    `POST ${path} is ${integration?.type}, mappings ${mapped.join(', ') || 'none'}, content handling ${handling ?? 'none'}: ` +
      'the whole request is passed on; that parameters arrive follows from the type, since the functions read only the body',
  )
  expect(
    integration?.type === 'AWS_PROXY',
    `POST ${path} is ${integration?.type}, which passes on what a mapping makes`,
  )
  expect(mapped.length === 0, `POST ${path} changes the request by ${mapped.join(', ')}`)
  expect(handling === undefined, `POST ${path} changes the payload by ${handling}`)
}

/** The Producer stores data without a key under the SHA-256 of what it received, and reports or logs that name. */
async function payloadArrives(verification: Verification, { observed, expect }: Findings): Promise<void> {
  const text = `Grüße, 数字, \u{1F522}, "quoted", \\, tab\t, $context.error, \u2028 ${randomUUID()}`
  const bytes = Buffer.concat([Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), randomBytes(16)])
  for (const { name, sent, body } of [
    { name: 'text', sent: Buffer.from(text), body: { data: text } },
    { name: 'bytes', sent: bytes, body: { data: bytes.toString('base64'), encoding: 'base64' } },
  ]) {
    const { key } = passing(verification, keyOfContent(sent))
    const since = new Date()
    const answer = await httpCall(verification, 'POST', `/ingest${query}`, { body })
    const { reached: came, how } = await reached(verification, 'producer', answer)
    expect(came, `${answer.call} does not reach the Producer: ${how}`)
    if (!answer.headers.has('x-request-id')) {
      observed(answer.call, `${name}: ${answer.statusCode}, ${how}`)
      continue
    }
    const got = await reportedFileId(verification, answer, since)
    observed(
      answer.call,
      `${name}, ${sent.length} bytes, sent as ${fileIdOf(key)}: ${answer.statusCode}, got as ${got}`,
    )
    expect(got === fileIdOf(key), `The Producer got ${name} as ${got}, sent was ${fileIdOf(key)}`)
  }
}

async function reportedFileId(
  verification: Verification,
  { json, headers }: HttpAnswer,
  since: Date,
): Promise<unknown> {
  if (json?.error !== 'S3_UNAVAILABLE' && json?.error !== 'EFS_UNAVAILABLE') return json?.fileId
  const records = await logRecords(
    verification,
    verification.system.producer.logGroupName,
    since,
    headers.get('x-request-id')!,
  )
  return records.find(({ fileId }) => fileId)?.fileId
}
