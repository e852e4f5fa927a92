import { TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-api-gateway'
import type { ResourceContext, UpdateRequest } from '../resource-type.ts'
import { goneKeys, tagMap } from '../tags.ts'

/** Changes the tags of an API or stage (`/restapis/ID`, `/restapis/ID/stages/NAME`) to those of the template. */
export async function changeTags(
  path: string,
  { before, after }: UpdateRequest,
  context: ResourceContext,
): Promise<void> {
  const { tags, region } = context
  const { apiGateway } = context.clients
  const resourceArn = `arn:aws:apigateway:${region}::${path}`
  const tagKeys = goneKeys(context, before.Tags, after.Tags)
  if (tagKeys.length > 0) await apiGateway.send(new UntagResourceCommand({ resourceArn, tagKeys }))
  await apiGateway.send(new TagResourceCommand({ resourceArn, tags: tagMap(tags, after.Tags) }))
}
