import {
  CreateStageCommand,
  DeleteStageCommand,
  type PatchOperation,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { honouring } from '../honouring.ts'
import { isTrue } from '../property-values.ts'
import type { Properties, ResourceContext } from '../resource-type.ts'
import { tagMap } from '../tags.ts'
import { changeTags } from './change-tags.ts'
import { unlessMissing } from './missing.ts'

const honoured = [
  'RestApiId',
  'StageName',
  'DeploymentId',
  'Description',
  'Variables',
  'TracingEnabled',
  'MethodSettings.ResourcePath',
  'MethodSettings.HttpMethod',
  'MethodSettings.ThrottlingRateLimit',
  'MethodSettings.ThrottlingBurstLimit',
  'MethodSettings.MetricsEnabled',
  'MethodSettings.LoggingLevel',
  'MethodSettings.DataTraceEnabled',
  'AccessLogSetting.DestinationArn',
  'AccessLogSetting.Format',
  'Tags',
]

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html
export const stage = honouring(honoured, {
  typeName: 'AWS::ApiGateway::Stage',

  async create(properties, context) {
    await context.clients.apiGateway.send(
      new CreateStageCommand({
        restApiId: properties.RestApiId,
        stageName: properties.StageName,
        deploymentId: properties.DeploymentId,
        description: properties.Description,
        variables: properties.Variables,
        tracingEnabled: properties.TracingEnabled === undefined ? undefined : isTrue(properties.TracingEnabled),
        tags: tagMap(context.tags, properties.Tags),
      }),
    )
    context.initiated(properties.StageName)
    await patch(properties, settings(properties), context)
    return { physicalId: properties.StageName, attributes: {} }
  },

  applies: ['DeploymentId', 'Description', 'Variables', 'TracingEnabled', 'MethodSettings', 'AccessLogSetting', 'Tags'],

  async update(request, context) {
    const { physicalId, before, after, changed } = request
    const replace = (path: string, value: unknown) => ({ op: 'replace' as const, path, value: String(value) })
    const remove = (path: string) => ({ op: 'remove' as const, path })
    const [had, has] = [before.Variables ?? {}, after.Variables ?? {}]
    await patch(
      after,
      [
        replace('/deploymentId', after.DeploymentId),
        replace('/description', after.Description ?? ''),
        replace('/tracingEnabled', isTrue(after.TracingEnabled)),
        ...Object.keys(has).map(name => replace(`/variables/${name}`, has[name])),
        ...Object.keys(had)
          .filter(name => !(name in has))
          .map(name => remove(`/variables/${name}`)),
        // A setting that was removed from a method returns to its default, so all settings of the method are set again.
        ...methods(before).map(method => remove(`/${method}`)),
        ...settings(after),
      ],
      context,
    )
    const path = `/restapis/${after.RestApiId}/stages/${physicalId}`
    if (changed.includes('Tags')) await changeTags(path, request, context)
    return { physicalId, attributes: {} }
  },

  async delete(stageName, { RestApiId: restApiId }, { clients }) {
    await unlessMissing(clients.apiGateway.send(new DeleteStageCommand({ restApiId, stageName })))
  },
})

async function patch(
  properties: Properties,
  patchOperations: PatchOperation[],
  { clients }: ResourceContext,
): Promise<void> {
  if (patchOperations.length === 0) return
  const { RestApiId: restApiId, StageName: stageName } = properties
  await clients.apiGateway.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }))
}

/** `ResourcePath: /*`, `HttpMethod: '*'` is `*` + `/*` in the API; slashes inside a path are `~1`. */
function methodPath({ ResourcePath, HttpMethod }: Properties): string {
  return ResourcePath === '/*' ? `*/${HttpMethod}` : `${ResourcePath.replaceAll('/', '~1')}/${HttpMethod}`
}

function methods(properties: Properties): string[] {
  return (properties.MethodSettings ?? []).map(methodPath)
}

function settings(properties: Properties): PatchOperation[] {
  const replace = (path: string, value: unknown) =>
    value === undefined ? [] : [{ op: 'replace' as const, path, value: String(value) }]
  return [
    ...(properties.MethodSettings ?? []).flatMap((setting: Properties) => {
      const method = methodPath(setting)
      return [
        ...replace(`/${method}/throttling/rateLimit`, setting.ThrottlingRateLimit),
        ...replace(`/${method}/throttling/burstLimit`, setting.ThrottlingBurstLimit),
        ...replace(`/${method}/metrics/enabled`, setting.MetricsEnabled),
        ...replace(`/${method}/logging/loglevel`, setting.LoggingLevel),
        ...replace(`/${method}/logging/dataTrace`, setting.DataTraceEnabled),
      ]
    }),
    ...replace('/accessLogSettings/destinationArn', properties.AccessLogSetting?.DestinationArn),
    ...replace('/accessLogSettings/format', properties.AccessLogSetting?.Format),
  ]
}
