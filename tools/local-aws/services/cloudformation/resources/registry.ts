import { logGroup } from './logs/log-group.ts'
import type { ResourceType } from './resource-type.ts'

/** Every resource type that the local CloudFormation can make. Any other is refused when the template is validated. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map([logGroup].map(type => [type.typeName, type]))
