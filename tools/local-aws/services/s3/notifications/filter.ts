import type { LambdaFunctionConfiguration } from '@aws-sdk/client-s3'
import { invalidArgument } from '../s3-errors.ts'

export interface KeyFilter {
  matches(key: string): boolean
  overlaps(other: KeyFilter): boolean
  readonly prefix: string
  readonly suffix: string
}

/** @throws AwsError InvalidArgument for anything but one prefix and one suffix */
export function filterOf({ Filter }: LambdaFunctionConfiguration): KeyFilter {
  const values: { prefix?: string; suffix?: string } = {}
  for (const { Name, Value } of Filter?.Key?.FilterRules ?? []) {
    const name = Name?.toLowerCase()
    if (name !== 'prefix' && name !== 'suffix') {
      throw invalidArgument('filter rule name must be either prefix or suffix', 'FilterRule.Name', Name)
    }
    // "The maximum length is 1,024 characters." No source is recorded for the words of the refusal.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_FilterRule.html
    if (Buffer.byteLength(Value ?? '') > 1024)
      throw invalidArgument('The value of a filter rule cannot exceed 1024 bytes.', 'FilterRule.Value')
    if (values[name] !== undefined) {
      throw invalidArgument(`Cannot specify more than one ${name} rule in a filter.`, 'FilterRule', name)
    }
    values[name] = Value ?? ''
  }
  return keyFilter(values.prefix ?? '', values.suffix ?? '')
}

function keyFilter(prefix: string, suffix: string): KeyFilter {
  return {
    prefix,
    suffix,
    matches: key => key.startsWith(prefix) && key.endsWith(suffix),
    overlaps: other =>
      (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix)) &&
      (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix)),
  }
}
