import t from 'tap'
import { readTemplate, resourcesOfType } from './read-template.ts'

const api = readTemplate('api.yaml')
const properties = (id: string) => api.Resources[id]!.Properties
const routes = [
  { path: 'ingest', id: 'Ingest', functionArn: 'ProducerFunctionArn' },
  { path: 'predict', id: 'Predict', functionArn: 'ConsumerFunctionArn' },
]
const corsHeaders = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Methods', 'Access-Control-Allow-Headers']

t.test('the API is a regional REST API', async t => {
  t.match(properties('Api'), { EndpointConfiguration: { Types: ['REGIONAL'] } })
})

for (const { path, id, functionArn } of routes) {
  t.test(`POST /${path} is a Lambda proxy integration`, async t => {
    t.match(properties(`${id}Resource`), { PathPart: path, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } })
    t.match(properties(`${id}Post`), {
      HttpMethod: 'POST',
      ResourceId: { Ref: `${id}Resource` },
      Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' },
    })
    t.ok(properties(`${id}Post`).Integration.Uri['Fn::Sub'].includes(`/functions/\${${functionArn}}/invocations`))
  })

  t.test(`POST /${path} may invoke its function, and no other method of no other API may`, async t => {
    t.match(properties(`${id}Permission`), {
      FunctionName: { Ref: functionArn },
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    })
    t.match(properties(`${id}Permission`).SourceArn['Fn::Sub'], new RegExp(`:\\$\\{Api\\}/\\*/POST/${path}$`))
  })

  t.test(`OPTIONS /${path} answers browsers without a function`, async t => {
    const { HttpMethod, ResourceId, Integration, MethodResponses } = properties(`${id}Options`)
    t.equal(HttpMethod, 'OPTIONS')
    t.same(ResourceId, { Ref: `${id}Resource` })
    t.equal(Integration.Type, 'MOCK')
    const [mocked] = Integration.IntegrationResponses
    const [declared] = MethodResponses
    t.equal(mocked.StatusCode, '204')
    t.equal(declared.StatusCode, '204')
    t.match(Integration.RequestTemplates, { 'application/json': '{"statusCode": 204}' })
    t.equal(mocked.ResponseParameters['method.response.header.Access-Control-Allow-Origin'], "'*'")
    t.equal(mocked.ResponseParameters['method.response.header.Access-Control-Allow-Methods'], "'POST,OPTIONS'")
    // API Gateway refuses to map a header that the method does not declare.
    for (const header of corsHeaders) {
      t.ok(mocked.ResponseParameters[`method.response.header.${header}`], header)
      t.equal(declared.ResponseParameters[`method.response.header.${header}`], true, header)
    }
  })
}

t.test('errors of the gateway itself carry CORS and the shape of ours', async t => {
  const responses = resourcesOfType(api, 'AWS::ApiGateway::GatewayResponse').map(([, r]) => r.Properties)
  t.same(responses.map(({ ResponseType }) => ResponseType).sort(), ['DEFAULT_4XX', 'DEFAULT_5XX'])
  for (const { ResponseParameters, ResponseTemplates } of responses) {
    t.equal(ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin'], "'*'")
    t.equal(ResponseParameters['gatewayresponse.header.Access-Control-Expose-Headers'], "'x-amzn-RequestId'")
    const body = ResponseTemplates['application/json']
      .replace('$context.error.responseType', 'THROTTLED')
      .replace('$context.error.messageString', '"Too Many Requests"')
    t.same(JSON.parse(body), { error: 'THROTTLED', message: 'Too Many Requests' })
  }
})

t.test('the deployment waits for every method and gateway response, or its snapshot would lack them', async t => {
  const needed = ['AWS::ApiGateway::Method', 'AWS::ApiGateway::GatewayResponse'].flatMap(type =>
    resourcesOfType(api, type).map(([id]) => id),
  )
  const deployments = resourcesOfType(api, 'AWS::ApiGateway::Deployment')
  t.same(
    deployments.map(([id, { Condition }]) => [id, Condition]),
    [
      ['Deployment', 'IsOpen'],
      ['SignedDeployment', 'AsksForSignature'],
    ],
  )
  for (const [id, deployment] of deployments) {
    t.same([deployment.DependsOn].flat().sort(), needed.sort(), id)
    t.notOk(deployment.Properties.StageName, 'the stage is a resource of its own')
  }
})

t.test('the parameter ApiAuthorization decides on the POST methods, and a preflight needs no credentials', async t => {
  t.match(api.Parameters.ApiAuthorization, { Default: 'NONE', AllowedValues: ['NONE', 'AWS_IAM'] })
  for (const { id } of routes) {
    t.same(properties(`${id}Post`).AuthorizationType, { Ref: 'ApiAuthorization' })
    t.equal(properties(`${id}Options`).AuthorizationType, 'NONE')
  }
  t.same(api.Conditions?.IsOpen, { 'Fn::Equals': [{ Ref: 'ApiAuthorization' }, 'NONE'] })
  t.same(api.Conditions?.AsksForSignature, { 'Fn::Not': [{ Condition: 'IsOpen' }] })
  t.same(properties('Stage').DeploymentId, {
    'Fn::If': ['AsksForSignature', { Ref: 'SignedDeployment' }, { Ref: 'Deployment' }],
  })
  t.same(api.Outputs.ApiAuthorization?.Value, { Ref: 'ApiAuthorization' })
})

t.test('the stage is prod, throttled, and logs only when asked', async t => {
  const stage = properties('Stage')
  t.match(stage, { StageName: 'prod' })
  t.match(stage.MethodSettings, [{ HttpMethod: '*', ResourcePath: '/*' }])
  t.match(stage.MethodSettings, [
    { ThrottlingRateLimit: { Ref: 'ThrottlingRateLimit' }, ThrottlingBurstLimit: { Ref: 'ThrottlingBurstLimit' } },
  ])
  t.ok(Number(api.Parameters.ThrottlingRateLimit?.Default) <= 10, 'a modest rate, because the API is open')
  t.ok(Number(api.Parameters.ThrottlingBurstLimit?.Default) >= 113, 'a measurement gets through')
  t.equal(stage.AccessLogSetting['Fn::If'][0], 'HasApiLogs')
  t.equal(api.Resources.AccessLogGroup?.Condition, 'HasApiLogs')
})

t.test('the outputs lead to the stage', async t => {
  t.same(api.Outputs.ApiId?.Value, { Ref: 'Api' })
  t.same(api.Outputs.StageName?.Value, { Ref: 'Stage' })
  t.same(api.Outputs.ApiUrl?.Value, {
    'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}',
  })
})
