import type { Resource } from './resource.ts'
import { removableTypes } from './types/removable-types.ts'

/**
 * Type and id of a resource as CloudFormation calls them, by its ARN. Undefined for a part of another resource, which goes
 * with that. An ARN of another type is its own id, and its service the type.
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
