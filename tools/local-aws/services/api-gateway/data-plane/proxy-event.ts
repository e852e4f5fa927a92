import { randomUUID } from 'node:crypto'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import type { Account } from '../operation.ts'
import { identifier } from '../state.ts'
import { sendsBinary } from './media-types.ts'
import type { ApiRequest } from './request.ts'

/** AWS's own types lack the deployment. */
type ProxyEvent = APIGatewayProxyEvent & { requestContext: { deploymentId: string } }

/**
 * The event of a Lambda proxy integration, format 1.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function proxyEvent(account: Account, request: ApiRequest): { event: ProxyEvent; requestId: string } {
  const { api, stage, address, match, http, body, caller } = request
  const requestId = randomUUID()
  const now = account.now()
  const headers = Object.fromEntries(
    Object.entries(http.headers)
      // "The Authorization header is dropped if it contains a Signature Version 4 signature or if AWS_IAM authorization
      // is used": https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
      .filter(([name, value]) => name !== 'authorization' || !(caller || value.startsWith('AWS4-HMAC-SHA256')))
      .map(([name, value]) => [headerName(name), value]),
  )
  const query = [...http.query.keys()]
  const isBase64Encoded = sendsBinary(request)
  const event: ProxyEvent = {
    resource: match.resource.path,
    path: address.path,
    httpMethod: http.method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: query.length > 0 ? Object.fromEntries(http.query) : null,
    multiValueQueryStringParameters:
      query.length > 0 ? Object.fromEntries(query.map(name => [name, http.query.getAll(name)])) : null,
    pathParameters: Object.keys(match.pathParameters).length > 0 ? { ...match.pathParameters } : null,
    stageVariables: Object.keys(stage.variables).length > 0 ? stage.variables : null,
    requestContext: {
      resourceId: match.resource.id,
      resourcePath: match.resource.path,
      httpMethod: http.method,
      extendedRequestId: identifier(15),
      requestTime: now.toUTCString(),
      requestTimeEpoch: now.getTime(),
      path: `/${stage.stageName}${address.path}`,
      accountId: account.id,
      protocol: 'HTTP/1.1',
      stage: stage.stageName,
      deploymentId: stage.deploymentId,
      domainPrefix: api.id,
      domainName: address.domainName,
      requestId,
      apiId: api.id,
      authorizer: null,
      identity: {
        // Recorded with a user and a role: https://blog.daringkoala.com/posts/apigw-lambda-integration-payloads
        accessKey: caller?.accessKeyId ?? null,
        accountId: caller?.accountId ?? null,
        apiKey: null,
        apiKeyId: null,
        caller: caller?.userId ?? null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: '127.0.0.1',
        user: caller?.userId ?? null,
        userAgent: http.headers['user-agent'] ?? null,
        userArn: caller?.arn ?? null,
      },
    },
    body: body.length === 0 ? null : Buffer.from(body).toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  }
  return { event, requestId }
}

/** Clients send `content-type`; API Gateway passes well-known names on as `Content-Type`. */
function headerName(lowerCase: string): string {
  return lowerCase.replace(/(^|-)([a-z])/g, (_whole, dash: string, letter: string) => dash + letter.toUpperCase())
}
