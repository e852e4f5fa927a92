import type { TagSpecification } from '@aws-sdk/client-ec2'
import type { Permission } from '../../iam/permission.ts'
import type { Call } from './operation.ts'
import { taggedTypes } from './tagged-types.ts'

/**
 * Permissions for Describe calls cannot be limited to a resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function onAll(action: string): () => readonly Permission[] {
  return () => [{ action: `ec2:${action}`, resource: '*' }]
}

export function on({ account }: Call, action: string, type: string, id: string | undefined): Permission {
  return { action: `ec2:${action}`, resource: account.arn('ec2', `${type}/${id ?? '*'}`) }
}

const typesByPrefix: ReadonlyMap<string, string> = new Map([
  ...Object.values(taggedTypes).map(({ idPrefix, type }) => [idPrefix, type] as const),
  ['eni', 'network-interface'],
  ['sgr', 'security-group-rule'],
])

/** The permission on the resource with this ID, of any type. */
export function onId(call: Call, action: string, id: string): Permission {
  return on(call, action, typesByPrefix.get(id.split('-')[0]!) ?? '*', id)
}

/** Tags at creation need `ec2:CreateTags` too, with the creating action as a condition key. */
export function withTags(
  call: Call,
  action: string,
  type: string,
  specifications: readonly TagSpecification[] | undefined,
): Permission[] {
  return [on(call, action, type, undefined), ...tagging(call, action, type, specifications)]
}

export function tagging(
  call: Call,
  action: string,
  type: string,
  specifications: readonly TagSpecification[] | undefined,
): Permission[] {
  const tagged = (specifications ?? []).some(specification => specification.Tags?.length)
  return tagged ? [{ ...on(call, 'CreateTags', type, undefined), context: { 'ec2:CreateAction': action } }] : []
}
