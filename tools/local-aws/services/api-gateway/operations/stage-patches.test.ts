import {
  CreateDeploymentCommand,
  CreateStageCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { apiWithResource, notFound, refused } from './api-answers-fixture.ts'

const { answer, method, restApiId } = await apiWithResource(t)
await answer(new PutMethodCommand({ ...method, authorizationType: 'NONE' }))
await answer(new PutIntegrationCommand({ ...method, type: 'MOCK' }))
const deploy = async () => (await answer(new CreateDeploymentCommand({ restApiId }))).id as string
const [first, second] = [await deploy(), await deploy()]
await answer(new CreateStageCommand({ restApiId, stageName: 's', deploymentId: first, variables: { old: '1' } }))

const patch = (op: string, path: string, value?: string) =>
  answer(new UpdateStageCommand({ restApiId, stageName: 's', patchOperations: [{ op: op as 'replace', path, value }] }))
const replace = (path: string, value?: string) => patch('replace', path, value)

t.test('a patch replaces members of the stage', async t => {
  t.equal((await replace('/deploymentId', second)).deploymentId, second)
  await t.rejects(replace('/deploymentId', 'none'), notFound('Invalid Deployment identifier specified'))
  t.equal((await replace('/description', 'new')).description, 'new')
  t.equal((await replace('/tracingEnabled', 'true')).tracingEnabled, true)
  t.equal((await replace('/tracingEnabled', 'false')).tracingEnabled, false)
  await t.rejects(replace('/tracingEnabled', 'yes'), refused('Invalid patch value yes for path /tracingEnabled'))
  t.same((await replace('/variables/new_1', '2')).variables, { old: '1', new_1: '2' })
  t.same((await patch('remove', '/variables/old')).variables, { new_1: '2' })
  for (const [op, path] of [
    ['remove', '/description'],
    ['add', '/deploymentId'],
    ['add', '/variables/x'],
    ['replace', '/variables/a-b'],
    ['add', '/*/*/throttling/rateLimit'],
    ['replace', '/*/*/caching/enabled'],
  ] as const)
    await t.rejects(patch(op, path, 'true'), refused(`Invalid patch path ${path}`), `${op} ${path}`)
  const paths = `[/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]`
  for (const path of ['/documentation_version', '/tags/tag1', '/*/*/throttling/other'])
    await t.rejects(replace(path, 'x'), refused(`Invalid method setting path: ${path}. Must be one of: ${paths}`))
  const { createdDate, lastUpdatedDate } = await replace('/description', 'newest')
  t.ok(lastUpdatedDate >= createdDate)
  t.equal((await answer(new UpdateStageCommand({ restApiId, stageName: 's' }))).description, 'newest')
})

t.test('settings of a method are set one by one, and removed together', async t => {
  await replace('/*/*/throttling/rateLimit', '1.5')
  await replace('/*/*/throttling/burstLimit', '0')
  await replace('/*/*/metrics/enabled', 'true')
  await replace('/*/*/logging/dataTrace', 'false')
  await replace('/*/*/logging/loglevel', 'OFF')
  const whole = {
    throttlingRateLimit: 1.5,
    throttlingBurstLimit: 0,
    metricsEnabled: true,
    dataTraceEnabled: false,
    loggingLevel: 'OFF',
  }
  t.match((await replace('/~1here/GET/throttling/rateLimit', '-1')).methodSettings, {
    '*/*': whole,
    '~1here/GET': { throttlingRateLimit: -1 },
  })
  for (const [path, value] of [
    ['throttling/rateLimit', 'fast'],
    ['throttling/burstLimit', ' '],
    ['throttling/burstLimit', 'Infinity'],
    ['metrics/enabled', 'on'],
    ['logging/loglevel', 'DEBUG'],
  ] as const)
    await t.rejects(replace(`/*/*/${path}`, value), refused(`Invalid patch value ${value} for path /*/*/${path}`))
  const noRole = refused('CloudWatch Logs role ARN must be set in account settings to enable logging')
  for (const value of ['ERROR', 'INFO']) await t.rejects(replace('/*/*/logging/loglevel', value), noRole)
  await t.rejects(replace('/accessLogSettings/format', 'x'), noRole)
  t.same(Object.keys((await patch('remove', '/*/*')).methodSettings), ['~1here/GET'])
})
