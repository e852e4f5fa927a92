import { answered, changed, type Otherwise } from '../otherwise-fixture.ts'

const integration = (change: (integration: any) => void) => ({ GetIntegration: changed(change) })
const method = (change: (method: any) => void) => ({ GetMethod: changed(change) })
const policy = (change: (statements: any[]) => void) => ({
  GetPolicy: changed(output => {
    const document = JSON.parse(output.Policy)
    change(document.Statement)
    output.Policy = JSON.stringify(document)
  }),
})
const responses = (change: (response: any) => void) => ({
  GetGatewayResponses: changed(({ items }) => items.forEach(change)),
})
const withHeaders = (path: string, headers: Readonly<Record<string, string>>): Pick<Otherwise, 'fetched'> => ({
  fetched: async (answer, url) => {
    if (!url.endsWith(path)) return answer
    return new Response(await answer.text(), {
      status: answer.status,
      headers: { ...Object.fromEntries(answer.headers), ...headers },
    })
  },
})

const routes = [
  ['4.1', '/ingest', 'producer'],
  ['4.2', '/predict', 'consumer'],
] as const

/**
 * Possible answers of API Gateway and of the API. Each breaks one sentence of a criterion; the check must report that
 * one.
 */
export const apiGatewayOtherwise: readonly Otherwise[] = [
  ...routes.flatMap(([id, path, name]): Otherwise[] => [
    {
      id,
      what: 'there is no such path',
      answers: { GetResources: changed(output => (output.items = [])) },
      says: new RegExp(`has no path ${path}$`),
    },
    {
      id,
      what: 'the path goes elsewhere',
      answers: integration(one => (one.uri = 'arn:other')),
      says: new RegExp(`^POST ${path} goes to arn:other, not to arn:\\S+:lambda-efs-${name}$`),
    },
    {
      id,
      what: 'the path asks for a signature',
      answers: method(one => (one.authorizationType = 'AWS_IAM')),
      says: new RegExp(`^POST ${path} asks for AWS_IAM, and the stack's ApiAuthorization is NONE$`),
    },
    {
      id,
      what: 'the path asks for no signature although the stack does',
      outputs: { ApiAuthorization: 'AWS_IAM' },
      says: new RegExp(`^POST ${path} asks for NONE, and the stack's ApiAuthorization is AWS_IAM$`),
    },
    {
      id,
      what: 'the path asks for an API key',
      answers: method(one => (one.apiKeyRequired = true)),
      says: new RegExp(`^POST ${path} asks for an API key$`),
    },
    {
      id,
      what: 'the function does not take the body',
      ...answered(path, body => (body.error = 'INVALID_REQUEST')),
      says: new RegExp(`^lambda-efs-${name} does not take `),
    },
    {
      id,
      what: 'something else answers, and not in JSON',
      fetched: (answer, url) => (url.endsWith(path) ? new Response('<html>', { status: 502 }) : answer),
      says: new RegExp(`does not reach lambda-efs-${name}: .*502 <html>, without X-Request-Id$`),
    },
    {
      id,
      what: 'another function answers',
      ...answered(path, body => (body.error = 'ROUTE_NOT_FOUND')),
      says: new RegExp(`does not reach lambda-efs-${name}`),
    },
  ]),
  {
    id: '4.3',
    what: 'the integration is none by proxy',
    answers: integration(one => (one.type = 'AWS')),
    says: /is AWS by POST, not AWS_PROXY by POST$/,
  },
  {
    id: '4.3',
    what: 'the function is not invoked by POST',
    answers: integration(one => (one.httpMethod = 'GET')),
    says: /is AWS_PROXY by GET, not/,
  },
  {
    id: '4.3',
    what: 'the function does not let the API in',
    answers: policy(statements => statements.splice(0)),
    says: /^lambda-efs-producer does not let POST \/ingest of \w+ invoke it$/,
  },
  {
    id: '4.3',
    what: 'the function lets every API in',
    answers: policy(statements =>
      statements.push({ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } }),
    ),
    says: /lets more of API Gateway in: any source$/,
  },
  {
    id: '4.3',
    what: 'the function lets everybody in',
    answers: policy(statements => statements.push({ Effect: 'Allow', Principal: '*' })),
    says: /lets more of API Gateway in: any source$/,
  },
  {
    id: '4.4',
    what: 'a parameter is mapped',
    answers: integration(one => (one.requestParameters = { 'integration.request.header.x': "'y'" })),
    says: /^POST \/ingest changes the request by integration\.request\.header\.x$/,
  },
  {
    id: '4.4',
    what: 'the payload is converted',
    answers: integration(one => (one.contentHandling = 'CONVERT_TO_TEXT')),
    says: /^POST \/ingest changes the payload by CONVERT_TO_TEXT$/,
  },
  {
    id: '4.4',
    what: 'the integration is none by proxy',
    answers: integration(one => (one.type = 'AWS')),
    says: /is AWS, which passes on what a mapping makes$/,
  },
  {
    id: '4.4',
    what: 'the Producer got something else',
    ...answered('/ingest?verify=1&empty=&name=%E6%95%B0', body => (body.fileId = 'other')),
    says: /^The Producer got text as other, sent was sha256-/,
  },
  {
    id: '4.4',
    what: 'the Consumer was asked for something else',
    ...answered('/predict?verify=1&empty=&name=%E6%95%B0', body => (body.fileId = 'other')),
    says: /^The Consumer was asked for verify-\S+ and answers /,
  },
  {
    id: '4.5',
    what: 'an answer is no JSON by its type',
    ...withHeaders('/predict', { 'content-type': 'text/plain' }),
    says: /as text\/plain, not JSON$/,
  },
  {
    id: '4.5',
    what: 'an answer is no JSON object',
    fetched: async (answer, url) =>
      url.endsWith('/predict') ? new Response('7', { status: answer.status, headers: answer.headers }) : answer,
    says: /with "7", which is not a JSON object$/,
  },
  {
    id: '4.5',
    what: 'an error says nothing',
    ...answered('/predict', body => delete body.message),
    says: /answers 400 without message$/,
  },
  { id: '4.5', what: 'a status is another', ...answered('/predict', () => {}, 418), says: /answers 418, not 400$/ },
  {
    id: '4.5',
    what: 'an error is another',
    ...answered('/predict', body => (body.error = 'OTHER')),
    says: /answers 400 with "OTHER", not INVALID_REQUEST$/,
  },
  {
    id: '4.5',
    what: 'a gateway response makes no JSON',
    answers: responses(one => (one.responseTemplates = { 'application/json': '{message: x}' })),
    says: /^DEFAULT_4XX is answered as \{message: x\}, which makes no JSON$/,
  },
  {
    id: '4.5',
    what: 'a gateway response has a variable without quotes',
    answers: responses(one => (one.responseTemplates = { 'application/json': '{"ids": [$context.requestId]}' })),
    says: /^DEFAULT_4XX is answered as \{"ids": \[\$context\.requestId\]\}, which makes no JSON$/,
  },
]
