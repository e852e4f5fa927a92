import type { LifecycleRule } from '@aws-sdk/client-s3'
import { invalidArgument, malformedXml } from './s3-errors.ts'

const statuses: readonly unknown[] = ['Enabled', 'Disabled']
const maxIdLength = 255

/**
 * Refuses rules that S3 does not keep. No source is recorded for the words.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
 *
 * @throws AwsError InvalidArgument, MalformedXML
 */
export function checkLifecycleRules(rules: readonly LifecycleRule[]): void {
  if (rules.length === 0) throw malformedXml()
  for (const rule of rules) checkRule(rule)
  const ids = rules.flatMap(({ ID }) => ID || [])
  if (new Set(ids).size < ids.length)
    throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule')
}

function checkRule({ ID = '', Status, Filter, ...rule }: LifecycleRule): void {
  // "A Filter can have exactly one of Prefix, Tag, ObjectSizeGreaterThan, ObjectSizeLessThan, or And specified."
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRuleFilter.html
  const predicates = Object.values(Filter ?? {}).filter(value => value !== undefined)
  if (!statuses.includes(Status) || predicates.length > 1) throw malformedXml()
  if (ID.length > maxIdLength) throw invalidArgument(`ID length should not exceed allowed limit of ${maxIdLength}`)
  checkDays("'Days' for Expiration action", rule.Expiration?.Days)
  checkDays("'NoncurrentDays' for NoncurrentVersionExpiration action", rule.NoncurrentVersionExpiration?.NoncurrentDays)
  checkDays(
    "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action",
    rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
  )
}

function checkDays(name: string, days: number | undefined): void {
  if (days !== undefined && !(days > 0)) throw invalidArgument(`${name} must be a positive integer`)
}
