import { AwsError } from '../../aws-error.ts'

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html: 50 a resource. The words are not documented. */
const maxTags = 50

/** @throws AwsError InvalidParameterValueException */
export function checkTagLimit(before: ReadonlyMap<string, string>, added: Readonly<Record<string, string>>): void {
  if (new Set([...before.keys(), ...Object.keys(added)]).size <= maxTags) return
  throw new AwsError('InvalidParameterValueException', `A function cannot have more than ${maxTags} tags.`)
}
