import t from 'tap'
import { mockResponse } from './mock.ts'

function answered(integration: object, { type, body = '' }: { type?: string; body?: string } = {}) {
  const headers = type ? { 'content-type': type } : {}
  return mockResponse({
    method: { methodIntegration: integration },
    http: { headers },
    body: Buffer.from(body),
  } as never)
}

const responses = {
  200: {
    statusCode: '200',
    responseTemplates: { 'application/json': '{}' },
    responseParameters: { 'method.response.header.X-A': "'a'" },
  },
  404: { statusCode: '404', selectionPattern: '4..' },
  204: { statusCode: '204', selectionPattern: '204' },
}
const template = (text: string) => ({ requestTemplates: { 'application/json': text }, integrationResponses: responses })

t.test('the template’s status selects the response by its pattern, or the one without', t => {
  const { statusCode, headers, body } = answered(template('{"statusCode": 500}')) as any
  t.same([statusCode, headers['content-type'], headers['x-a'], body], [200, 'application/json', 'a', '{}'])
  t.match(headers['x-amzn-requestid'], /^[0-9a-f-]{36}$/)
  const missing = answered(template('{ statusCode : 404 }')) as any
  t.same([missing.statusCode, missing.headers['content-type'], 'body' in missing], [404, 'application/json', false])
  const empty = answered(template('{"statusCode":204}')) as any
  t.same([empty.statusCode, 'content-type' in empty.headers], [204, false])
  for (const text of ['{"status": 200}', '{"statusCode": 20}', '{"statusCode": "200"}', ''])
    t.equal(answered(template(text)), 'API_CONFIGURATION_ERROR', text)
  const without = { ...template('{"statusCode": 500}'), integrationResponses: { 404: responses[404] } }
  t.equal(answered(without), 'API_CONFIGURATION_ERROR')
  t.equal(answered({ ...without, integrationResponses: undefined }), 'API_CONFIGURATION_ERROR')
  t.end()
})

t.test('the type of the content selects the template; without one the payload may take its place', t => {
  const body = '{"statusCode": 404}'
  const other = (
    passthroughBehavior?: string,
    requestTemplates: object | undefined = { 'application/json': '{"statusCode": 204}' },
  ) =>
    answered(
      { passthroughBehavior, requestTemplates, integrationResponses: responses },
      { type: 'text/plain; a', body },
    ) as any
  t.equal(other().statusCode, 404)
  t.equal(other('WHEN_NO_MATCH').statusCode, 404)
  t.equal(other('NEVER'), 'UNSUPPORTED_MEDIA_TYPE')
  t.equal(other('WHEN_NO_TEMPLATES'), 'UNSUPPORTED_MEDIA_TYPE')
  t.equal(other('WHEN_NO_TEMPLATES', {}).statusCode, 404)
  t.equal((answered(template('{"statusCode": 204}'), { type: 'application/json ; x', body }) as any).statusCode, 204)
  t.end()
})
