import type { Tag } from '@aws-sdk/client-cloudformation'

/** The tags of the root stack. CloudFormation copies them to the nested stacks and to every resource. */
export function stackTags(prefix: string): Array<Required<Tag>> {
  return [
    { Key: 'Project', Value: 'lambda-efs' },
    { Key: 'Prefix', Value: prefix },
  ] as Array<Required<Tag>>
}

/** Whether this project made the stack. Commands must not touch another stack of the same name. */
export function isOurStack(tags: readonly Tag[] | undefined): boolean {
  return tags?.some(tag => tag.Key === 'Project' && tag.Value === 'lambda-efs') ?? false
}

/** Whether something with these tags belongs to the deployment with this prefix. */
export function hasStackTags(
  tags: ReadonlyArray<{ readonly Key?: string | undefined; readonly Value?: string | undefined }> | undefined,
  prefix: string,
): boolean {
  return stackTags(prefix).every(({ Key, Value }) => tags?.some(tag => tag.Key === Key && tag.Value === Value))
}

/** `hasStackTags` for services that return tags as an object. */
export function hasStackTagsByName(tags: Readonly<Record<string, string>> | undefined, prefix: string): boolean {
  return stackTags(prefix).every(({ Key, Value }) => tags?.[Key!] === Value)
}
