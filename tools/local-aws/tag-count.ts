import type { AwsError } from './aws-error.ts'

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html: 50 a resource, without those of AWS itself. */
const maxTags = 50

/** @throws AwsError in the service's words, if a resource would have too many tags */
export function checkTagCount(before: Iterable<string>, added: Iterable<string>, tooMany: () => AwsError): void {
  const own = new Set([...before, ...added].filter(key => !key.toLowerCase().startsWith('aws:')))
  if (own.size > maxTags) throw tooMany()
}
