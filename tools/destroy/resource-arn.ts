import type { Resource } from './resource.ts'
import { removableTypes } from './types/removable-types.ts'

/**
 * Returns a resource's type and id, as CloudFormation calls them, from its ARN. Returns undefined for a part of another
 * resource, which is removed with that. For other types the ARN is the id, and the service is the type.
 */
export function resourceOfArn(arn: string): Resource | undefined {
  const [, , service = '', , , ...rest] = arn.split(':')
  const resource = rest.join(':')
  if (service === 'apigateway' && /^\/restapis\/[^/]+\//.test(resource)) return undefined
  for (const { type, arn: pattern } of removableTypes) {
    const id = pattern?.service === service ? pattern.resource.exec(resource)?.[1] : undefined
    if (id !== undefined) return { type, id }
  }
  return { type: `AWS service ${service}`, id: arn }
}
