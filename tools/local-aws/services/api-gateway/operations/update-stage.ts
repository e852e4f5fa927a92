import type { PatchOperation, Stage, UpdateStageRequest } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import { describeStage } from '../descriptions.ts'
import type { Account, Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'
import type * as restApi from '../rest-api.ts'
import { invalidPath } from '../stage-paths.ts'

// https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
export const updateStage: Operation<UpdateStageRequest, Stage> = {
  honours: ['patchOperations', 'restApiId', 'stageName'],
  permissions: onPath,
  run: (input, { account }) => {
    const stage = account.apiGateway.stage(input.restApiId!, input.stageName!)
    for (const patch of input.patchOperations ?? []) apply(account, input.restApiId!, stage, patch)
    stage.lastUpdatedDate = account.now()
    return describeStage(stage)
  },
}

function apply(
  account: Account,
  apiId: string,
  stage: restApi.Stage,
  { op, path = '', value = '' }: PatchOperation,
): void {
  const [, variable] = /^\/variables\/(\w+)$/.exec(path) ?? []
  const [, method, setting] = /^\/(.+\/[^/]+)\/(throttling\/\w+|logging\/\w+|metrics\/enabled)$/.exec(path) ?? []
  if (op === 'replace' && path === '/deploymentId') {
    stage.deploymentId = account.apiGateway.deployment(apiId, value).id
  } else if (op === 'replace' && path === '/description') stage.description = value
  else if (op === 'replace' && path === '/tracingEnabled') stage.tracingEnabled = booleanOf(path, value)
  else if (variable && op === 'replace') stage.variables[variable] = value
  else if (variable && op === 'remove') delete stage.variables[variable]
  else if (op === 'remove' && /^\/.+\/[^/]+$/.test(path)) delete stage.methodSettings[path.slice(1)]
  else if (method && setting && op === 'replace') setMethod(stage, method, setting, value)
  else if (path.startsWith('/accessLogSettings/')) refuseLogging()
  else throw invalidPath(path)
}

function setMethod(stage: restApi.Stage, method: string, setting: string, value: string): void {
  const settings = { ...stage.methodSettings[method] }
  const path = `/${method}/${setting}`
  if (setting === 'throttling/rateLimit') settings.throttlingRateLimit = limitOf(path, value)
  else if (setting === 'throttling/burstLimit') settings.throttlingBurstLimit = limitOf(path, value)
  else if (setting === 'metrics/enabled') settings.metricsEnabled = booleanOf(path, value)
  else if (setting === 'logging/dataTrace') settings.dataTraceEnabled = booleanOf(path, value)
  else if (setting === 'logging/loglevel') {
    if (value === 'ERROR' || value === 'INFO') refuseLogging()
    if (value !== 'OFF') throw invalidValue(path, value)
    settings.loggingLevel = value
  } else throw invalidPath(path)
  stage.methodSettings[method] = settings
}

function booleanOf(path: string, value: string): boolean {
  if (value !== 'true' && value !== 'false') throw invalidValue(path, value)
  return value === 'true'
}

function limitOf(path: string, value: string): number {
  const limit = value.trim() === '' ? NaN : Number(value)
  if (!Number.isFinite(limit)) throw invalidValue(path, value)
  return limit
}

/** The words are not known. */
function invalidValue(path: string, value: string): AwsError {
  return new AwsError('BadRequestException', `Invalid patch value ${value} for path ${path}`)
}

// The local account never has that role (UpdateAccount is not built), like an AWS account without that setting.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
function refuseLogging(): never {
  throw new AwsError(
    'BadRequestException',
    'CloudWatch Logs role ARN must be set in account settings to enable logging',
  )
}
