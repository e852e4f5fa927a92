import { TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-api-gateway'
import type { ResourceContext, UpdateRequest } from '../resource-type.ts'
import { tagMap } from '../tags.ts'

/** Changes the tags of an API or stage (`/restapis/ID`, `/restapis/ID/stages/NAME`) to those of the template. */
export async function changeTags(
  path: string,
  { before, after }: UpdateRequest,
  { clients: { apiGateway }, tags, region }: ResourceContext,
): Promise<void> {
  const resourceArn = `arn:aws:apigateway:${region}::${path}`
  const wanted = tagMap(tags, after.Tags)
  const tagKeys = Object.keys(tagMap([], before.Tags)).filter(key => !(key in wanted))
  if (tagKeys.length > 0) await apiGateway.send(new UntagResourceCommand({ resourceArn, tagKeys }))
  await apiGateway.send(new TagResourceCommand({ resourceArn, tags: wanted }))
}
