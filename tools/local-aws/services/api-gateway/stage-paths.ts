import { AwsError } from '../../aws-error.ts'

const members = [
  '/deploymentId',
  '/description',
  '/cacheClusterEnabled',
  '/cacheClusterSize',
  '/clientCertificateId',
  '/accessLogSettings',
  '/accessLogSettings/destinationArn',
  '/accessLogSettings/format',
]

const settings = [
  'metrics/enabled',
  'logging/dataTrace',
  'logging/loglevel',
  'throttling/burstLimit',
  'throttling/rateLimit',
  'caching/ttlInSeconds',
  'caching/enabled',
  'caching/dataEncrypted',
  'caching/requireAuthorizationForCacheControl',
  'caching/unauthorizedCacheControlHeaderStrategy',
]

/** AWS's list as it is, with the commas that it leaves out. */
const list = [
  ...members,
  settingsOf('/{resourcePath}/{httpMethod}/', ''),
  settingsOf('/*/*/', ' '),
  '/variables/{variable_name}',
  '/tracingEnabled',
].join(', ')

function settingsOf(prefix: string, uncommaed: string): string {
  const [metrics, trace, level, burst, rate, ttl, ...caching] = settings.map(setting => prefix + setting)
  return [metrics, trace, level, [burst, rate, ttl].join(uncommaed), ...caching].join(', ')
}

/**
 * The refusal of a patch of a stage. The words for a path that no stage has are AWS's of 2023-09-01, in
 * TestStages::test_create_update_stages of
 * https://github.com/localstack/localstack/blob/02d4afe468fa4a5df535f33f813e26a4e0ab0a4d/tests/aws/services/apigateway/test_apigateway_common.snapshot.json
 * Those for an operation that a path does not have, or that is not built here, are not known.
 */
export function invalidPath(path: string): AwsError {
  const known =
    [...members, '/tracingEnabled'].includes(path) ||
    path.startsWith('/variables/') ||
    settings.some(setting => path.endsWith(`/${setting}`))
  return new AwsError(
    'BadRequestException',
    known ? `Invalid patch path ${path}` : `Invalid method setting path: ${path}. Must be one of: [${list}]`,
  )
}
