import { stack } from './cloudformation/stack.ts'
import { role } from './iam/role.ts'
import { logGroup } from './logs/log-group.ts'
import type { ResourceType } from './resource-type.ts'
import { bucket } from './s3/bucket.ts'

const types: readonly ResourceType[] = [stack, role, logGroup, bucket]

/** Every resource type that the local CloudFormation can make. Any other is refused when the template is validated. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(types.map(type => [type.typeName, type]))
