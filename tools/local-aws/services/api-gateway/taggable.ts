import { AwsError } from '../../aws-error.ts'
import type { ApiGatewayState } from './state.ts'

/** The tags of `arn:aws:apigateway:REGION::/restapis/ID` or `…/restapis/ID/stages/NAME`. */
export function tagsOf(apiGateway: ApiGatewayState, arn: string): Record<string, string> {
  const [, apiId, stageName] = /::\/restapis\/([^/]+)(?:\/stages\/([^/]+))?$/.exec(decodeURIComponent(arn)) ?? []
  if (!apiId) throw new AwsError('BadRequestException', `Invalid ARN ${arn}`)
  if (stageName) return apiGateway.stage(apiId, stageName).tags
  const { description } = apiGateway.api(apiId)
  description.tags ??= {}
  return description.tags
}
