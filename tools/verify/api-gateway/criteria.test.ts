import {
  APIGatewayClient,
  CreateDeploymentCommand,
  DeleteGatewayResponseCommand,
  DeleteMethodCommand,
  GetGatewayResponsesCommand,
  GetIntegrationCommand,
  GetResourcesCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { AddPermissionCommand, GetPolicyCommand, LambdaClient, RemovePermissionCommand } from '@aws-sdk/client-lambda'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { alteredFunction } from '../altered-function-fixture.ts'
import { deployedSystem, sharedObserver, verdictOf } from '../deployed-fixture.ts'
import { observe } from '../observer/observer.ts'
import { openVerification } from '../verification.ts'
import { verifyOtherwise } from '../otherwise-fixture.ts'
import { mustBeOnThePage } from '../requirements-page-fixture.ts'
import { apiGatewayCriteria } from './criteria.ts'
import { apiGatewayOtherwise } from './otherwise-fixture.ts'

t.setTimeout(600_000)

t.test('docs/requirements.md has each criterion', async t => mustBeOnThePage(t, apiGatewayCriteria))

t.test('requirement 4', async t => {
  const system = await deployedSystem(t)
  const restApiId = system.outputs.ApiId!
  const gateway = new APIGatewayClient({})
  const lambda = new LambdaClient({})
  const s3 = new S3Client({ forcePathStyle: true })
  t.teardown(() => [gateway, lambda, s3].forEach(client => client.destroy()))
  const observedBy = await sharedObserver(t, system)
  const judge = (id: (typeof apiGatewayCriteria)[number]['id']) =>
    verdictOf(system, apiGatewayCriteria, id, { observedBy })
  const redeploy = async () => {
    const { id } = await gateway.send(new CreateDeploymentCommand({ restApiId }))
    await gateway.send(
      new UpdateStageCommand({
        restApiId,
        stageName: system.outputs.StageName,
        patchOperations: [{ op: 'replace', path: '/deploymentId', value: id }],
      }),
    )
  }
  const { items } = await gateway.send(new GetResourcesCommand({ restApiId }))
  const resourceId = (path: string) => items!.find(one => one.path === path)!.id
  const post = (path: string) => ({ restApiId, resourceId: resourceId(path), httpMethod: 'POST' })
  const connect = (path: string, functionName: string) =>
    gateway.send(
      new PutIntegrationCommand({
        ...post(path),
        type: 'AWS_PROXY',
        integrationHttpMethod: 'POST',
        uri: `arn:aws:apigateway:${system.region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${system.region}:${system.accountId}:function:${functionName}/invocations`,
      }),
    )

  for (const { id } of apiGatewayCriteria) {
    await t.test(`${id} holds for the deployed system`, async t => {
      const { status, evidence, source } = await judge(id)
      t.equal(status, 'pass', evidence)
      t.not(source, '')
      // No request shows that parameters arrive, so the evidence says from what that follows.
      const follows = 'follows from the type, since the functions read only the body'
      const ofPredict =
        'POST /predict is AWS_PROXY, mappings none, content handling none: the whole request is passed on'
      if (id === '4.4') t.match(evidence, `${ofPredict}; that parameters arrive ${follows}`)
    })
  }

  for (const { what, says, ...otherwise } of apiGatewayOtherwise) {
    await t.test(`${otherwise.id} fails where ${what}`, async t => {
      const { verification, unmet } = await verifyOtherwise(system, apiGatewayCriteria)
      const sentences = await unmet(otherwise)
      t.same(await verification.close(), [])
      t.ok(
        sentences.some(sentence => says.test(sentence)),
        sentences.join('\n'),
      )
    })
  }

  await t.test('files that the checks ingest are removed from the bucket and from EFS', async t => {
    const verification = await openVerification(system)
    const observer = await observe(verification)
    for (const folder of ['inputs', '.origins', 'outputs']) t.same(await observer.list(folder), [], folder)
    t.same(await verification.close(), [])
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: system.bucketName }))
    t.strictSame(
      Contents.map(one => one.Key).filter(key => key!.includes('verify')),
      [],
    )
  })

  for (const [id, path, right, wrong, otherId] of [
    ['4.1', '/ingest', system.producer.functionName, system.consumer.functionName, '4.2'],
    ['4.2', '/predict', system.consumer.functionName, system.producer.functionName, '4.1'],
  ] as const) {
    await t.test(`${id} and 4.4 fail when ${path} goes to the other function`, async t => {
      await connect(path, wrong)
      await redeploy()
      const { status, evidence } = await judge(id)
      const passedOn = await judge('4.4')
      const other = await judge(otherId)
      await connect(path, right)
      await redeploy()
      t.equal(status, 'fail')
      t.match(evidence, `function:${wrong}/invocations, not to`)
      t.match(evidence, `does not reach ${right}`)
      t.equal(passedOn.status, 'fail', passedOn.evidence)
      t.equal(other.status, 'pass', other.evidence)
      t.equal((await judge(id)).status, 'pass')
    })
  }

  await t.test('4.3 fails when the API may not invoke the function, or every API may', async t => {
    const FunctionName = system.consumer.functionName
    const StatementId = 'anyone'
    const permission = { FunctionName, StatementId, Action: 'lambda:InvokeFunction' }
    await lambda.send(new AddPermissionCommand({ ...permission, Principal: 'apigateway.amazonaws.com' }))
    const { status, evidence } = await judge('4.3')
    await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }))
    t.equal(status, 'fail')
    t.match(evidence, `${FunctionName} lets more of API Gateway in: any source`)
    t.equal((await judge('4.3')).status, 'pass')
  })

  await t.test('4.3 fails when a route has a mock instead of the function', async t => {
    const { httpMethod } = await gateway.send(new GetIntegrationCommand(post('/ingest')))
    t.equal(httpMethod, 'POST')
    await gateway.send(new PutIntegrationCommand({ ...post('/ingest'), type: 'MOCK' }))
    const { status, evidence } = await judge('4.3')
    await connect('/ingest', system.producer.functionName)
    t.equal(status, 'fail')
    t.match(evidence, 'POST /ingest is MOCK')
  })

  await t.test("4.5 and 4.6 fail when the gateway's own errors are not JSON or not for every origin", async t => {
    const put = (template: string, origin: object) =>
      gateway.send(
        new PutGatewayResponseCommand({
          restApiId,
          responseType: 'DEFAULT_4XX',
          responseTemplates: { 'application/json': template },
          responseParameters: { ...origin },
        }),
      )
    const anyOrigin = { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" }
    const template = '{"error": "$context.error.responseType", "message": $context.error.messageString}'
    await put('No.', anyOrigin)
    await redeploy()
    const text = await judge('4.5')
    t.equal(text.status, 'fail')
    t.match(text.evidence, 'DEFAULT_4XX is answered as No., which makes no JSON')
    t.match(text.evidence, 'POST /no-such-route of a route that is not there answers 403 with "No."')
    t.equal((await judge('4.6')).status, 'pass')
    await put(template, {})
    await redeploy()
    const closed = await judge('4.6')
    t.equal(closed.status, 'fail')
    t.match(closed.evidence, 'POST /no-such-route of a route that is not there answers 403 for the origin none')
    t.equal((await judge('4.5')).status, 'pass')
    await put(template, anyOrigin)
    await redeploy()
    t.equal((await judge('4.6')).status, 'pass')
  })

  await t.test('4.6 fails when server errors, which no request can cause, do not allow every origin', async t => {
    const names = { restApiId, responseType: 'DEFAULT_5XX' as const }
    const { items = [] } = await gateway.send(new GetGatewayResponsesCommand({ restApiId }))
    const { responseParameters, responseTemplates } = items.find(one => one.responseType === 'DEFAULT_5XX')!
    await gateway.send(new DeleteGatewayResponseCommand(names))
    t.match(await judge('4.6'), { status: 'fail', evidence: /DEFAULT_5XX is answered for the origin none/ })
    t.match(await judge('4.5'), { status: 'fail', evidence: /DEFAULT_5XX is answered as undefined/ })
    await gateway.send(new PutGatewayResponseCommand({ ...names, responseParameters, responseTemplates }))
    t.equal((await judge('4.6')).status, 'pass')
  })

  await t.test('4.3 and 4.1 fail when the API may no longer invoke the function', async t => {
    const FunctionName = system.producer.functionName
    const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName }))
    const { Sid, Condition } = JSON.parse(Policy!).Statement.find(
      ({ Principal }: any) => Principal.Service === 'apigateway.amazonaws.com',
    )
    await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: Sid }))
    t.match(await judge('4.3'), { status: 'fail', evidence: /does not let POST \/ingest of \w+ invoke it/ })
    t.match(await judge('4.1'), { status: 'fail', evidence: /without X-Request-Id/ })
    t.equal((await judge('4.2')).status, 'pass')
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: Sid,
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: Condition.ArnLike['AWS:SourceArn'],
      }),
    )
    t.equal((await judge('4.1')).status, 'pass')
  })

  await t.test('4.4 fails when the payload arrives changed', async t => {
    const producer = await alteredFunction(system, 'producer')
    t.teardown(() => producer.close())
    await producer.alter(
      `(event, context) => intact({ ...event, body: event.body?.replace('Grüße', 'Gruesse') }, context)`,
    )
    t.match(await judge('4.4'), { status: 'fail', evidence: /The Producer got text as sha256-.*, sent was sha256-/ })
    await producer.restore()
    t.equal((await judge('4.4')).status, 'pass')
  })

  await t.test('4.6 fails when a route answers no preflight', async t => {
    await gateway.send(
      new DeleteMethodCommand({ restApiId, resourceId: resourceId('/predict'), httpMethod: 'OPTIONS' }),
    )
    await redeploy()
    const { status, evidence } = await judge('4.6')
    t.equal(status, 'fail')
    t.match(evidence, 'The preflight OPTIONS /predict answers 403')
  })
})
