import t from 'tap'
import { gatewayResponse, literalHeaders, Refusal } from './gateway-response.ts'

const snapshot = (gatewayResponses: object) => ({ resources: [], gatewayResponses }) as never

t.test('each failure has its status, its type and its message', t => {
  for (const [failure, status, type, message] of [
    ['NO_STAGE', 403, 'ForbiddenException', 'Forbidden'],
    ['MISSING_AUTHENTICATION_TOKEN', 403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
    ['ACCESS_DENIED', 403, 'InternalServerErrorException', 'Access Denied'],
    ['EXPIRED_TOKEN', 403, 'InternalServerErrorException', 'The security token included in the request is expired'],
    ['INVALID_SIGNATURE', 403, 'InternalServerErrorException', 'Invalid signature'],
    ['THROTTLED', 429, 'TooManyRequestsException', 'Too Many Requests'],
    ['REQUEST_TOO_LARGE', 413, 'BadRequestException', 'Request Too Long'],
    ['UNSUPPORTED_MEDIA_TYPE', 415, 'UnsupportedMediaTypeException', 'Unsupported Media Type'],
    ['API_CONFIGURATION_ERROR', 500, 'InternalServerErrorException', 'Internal server error'],
    ['INTEGRATION_FAILURE', 502, 'InternalServerErrorException', 'Internal server error'],
    ['SERVICE_UNAVAILABLE', 503, 'InternalServerErrorException', 'Service Unavailable'],
    ['INTEGRATION_TIMEOUT', 504, 'InternalServerErrorException', 'Endpoint request timed out'],
  ] as const) {
    const { statusCode, headers, body } = gatewayResponse(undefined, failure)
    t.same([statusCode, headers['x-amzn-errortype']], [status, type], failure)
    t.equal(headers['content-type'], 'application/json')
    t.match(headers['x-amzn-requestid'], /^[0-9a-f-]{36}$/)
    t.same(JSON.parse(body as string), { message }, failure)
  }
  t.end()
})

t.test('the API’s own response goes before its default for the class of the status', t => {
  const own = snapshot({
    DEFAULT_4XX: { statusCode: '444', responseParameters: { 'gatewayresponse.header.X-A': "'4'" } },
    DEFAULT_5XX: { responseTemplates: { 'application/json': '{"type":"$context.error.responseType"}' } },
    THROTTLED: { responseTemplates: { 'application/json': '$context.error.message, $context.error.messageString' } },
  })
  const { statusCode, headers } = gatewayResponse(own, 'ACCESS_DENIED')
  t.same([statusCode, headers['x-a']], [444, '4'])
  const late = gatewayResponse(own, 'INTEGRATION_TIMEOUT')
  t.same([late.statusCode, late.body], [504, '{"type":"INTEGRATION_TIMEOUT"}'])
  const throttled = gatewayResponse(own, 'THROTTLED')
  t.same([throttled.statusCode, throttled.body], [429, 'Too Many Requests, "Too Many Requests"'])
  t.notOk('x-a' in throttled.headers)
  t.equal(gatewayResponse(own, 'API_CONFIGURATION_ERROR').statusCode, 500)
  t.equal(gatewayResponse(own, 'NO_STAGE').statusCode, 403, 'the edge has no response of the API')
  t.end()
})

t.test('a refusal has its own words and type', t => {
  const refusal = new Refusal(
    'ACCESS_DENIED',
    'SomeException',
    'not "you" $&',
    '{"Message":$context.error.messageString}',
  )
  const { statusCode, headers, body } = gatewayResponse(undefined, refusal)
  t.same([statusCode, headers['x-amzn-errortype'], body], [403, 'SomeException', '{"Message":"not \\"you\\" $&"}'])
  const custom = snapshot({ ACCESS_DENIED: { responseTemplates: { 'application/json': '$context.error.message' } } })
  t.equal(gatewayResponse(custom, refusal).body, 'not "you" $&')
  t.end()
})

t.test('constant headers of a prefix are sent in lower case, without quotes', t => {
  const parameters = { 'p.X-A': "'it''s'", 'p.x-b': "'*'", 'other.X-C': "'c'" }
  t.same(literalHeaders(parameters, 'p.'), { 'x-a': "it''s", 'x-b': '*' })
  t.same(literalHeaders(undefined, 'p.'), {})
  t.end()
})
