import type { Tag } from '@aws-sdk/client-cloudformation'

/** The tags of the root stack; CloudFormation passes them on to the nested stacks and to every resource. */
export function stackTags(prefix: string): Array<Required<Tag>> {
  return [
    { Key: 'Project', Value: 'lambda-efs' },
    { Key: 'Prefix', Value: prefix },
  ] as Array<Required<Tag>>
}

/** Whether a stack of that name was made by this project: another one of the same name must not be touched. */
export function isOurStack(tags: readonly Tag[] | undefined): boolean {
  return tags?.some(tag => tag.Key === 'Project' && tag.Value === 'lambda-efs') ?? false
}

/** Whether these are the tags of something that belongs to the deployment with this prefix. */
export function hasStackTags(
  tags: ReadonlyArray<{ readonly Key?: string | undefined; readonly Value?: string | undefined }> | undefined,
  prefix: string,
): boolean {
  return stackTags(prefix).every(({ Key, Value }) => tags?.some(tag => tag.Key === Key && tag.Value === Value))
}

/** The same, of services that give tags as an object. */
export function hasStackTagsByName(tags: Readonly<Record<string, string>> | undefined, prefix: string): boolean {
  return stackTags(prefix).every(({ Key, Value }) => tags?.[Key!] === Value)
}
