import t from 'tap'
import { handlerCalls, ignoresOnly } from '../handler-calls-fixture.ts'
import { stage } from './stage.ts'
import { gone, own, retagged } from './tagged-calls-fixture.ts'

t.test('a stage is created, and patched with what its template has', async t => {
  const { create, update, remove } = handlerCalls(stage)
  const at = { RestApiId: 'a', StageName: 's' }
  const given = { DeploymentId: 'd', Description: 'e', Variables: { v: '1', w: '2' }, TracingEnabled: 'true' }
  const setting = { ResourcePath: '/a/b', HttpMethod: 'GET', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 }
  const all = {
    ResourcePath: '/*',
    HttpMethod: '*',
    MetricsEnabled: true,
    LoggingLevel: 'OFF',
    DataTraceEnabled: false,
  }
  const MethodSettings = [setting, all]
  const AccessLogSetting = { DestinationArn: 'arn', Format: 'f' }
  const stageOf = (more: object) => ({ restApiId: 'a', stageName: 's', ...more })
  const created = stageOf({ deploymentId: 'd', description: 'e', variables: given.Variables, tracingEnabled: true })
  const replace = (path: string, value: unknown) => ({ op: 'replace', path, value: String(value) })
  const settings = [
    replace('/~1a~1b/GET/throttling/rateLimit', 1),
    replace('/~1a~1b/GET/throttling/burstLimit', 2),
    replace('/*/*/metrics/enabled', true),
    replace('/*/*/logging/loglevel', 'OFF'),
    replace('/*/*/logging/dataTrace', false),
    replace('/accessLogSettings/destinationArn', 'arn'),
    replace('/accessLogSettings/format', 'f'),
  ]
  const patched = (...patchOperations: object[]) => ['apiGateway.UpdateStage', stageOf({ patchOperations })]
  t.same(await create({ ...at, ...given, ...own, MethodSettings, AccessLogSetting }), {
    made: { physicalId: 's', attributes: {} },
    calls: [
      ['apiGateway.CreateStage', { ...created, tags: { of: 'stack', own: 'tag' } }],
      ['initiated', 's'],
      patched(...settings),
    ],
  })
  t.equal((await create(at)).calls.length, 2, 'without settings nothing is patched')
  const before = { ...at, ...own, Variables: { v: '0', x: '0' }, MethodSettings: [setting] }
  t.same(await update(before, { ...at, ...given, MethodSettings, AccessLogSetting }, ['Tags']), {
    made: { physicalId: 'physical', attributes: {} },
    calls: [
      patched(
        replace('/deploymentId', 'd'),
        replace('/description', 'e'),
        replace('/tracingEnabled', true),
        replace('/variables/v', '1'),
        replace('/variables/w', '2'),
        { op: 'remove', path: '/variables/x' },
        { op: 'remove', path: '/~1a~1b/GET' },
        ...settings,
      ),
      ...retagged('a/stages/physical'),
    ],
  })
  t.same((await update(at, { ...at, DeploymentId: 'd' }, [])).calls, [
    patched(replace('/deploymentId', 'd'), replace('/description', ''), replace('/tracingEnabled', false)),
  ])
  t.same(await remove(at), [['apiGateway.DeleteStage', { restApiId: 'a', stageName: 'physical' }]])
  await ignoresOnly(t, stage, 'DeleteStage', gone, at)
})
