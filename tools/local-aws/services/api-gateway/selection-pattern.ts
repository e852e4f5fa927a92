import { AwsError } from '../../aws-error.ts'
import { isJavaOnly } from '../../timed-pattern.ts'

/**
 * Refuses a selection pattern that cannot be tried. Unlike AWS: patterns are JavaScript's.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html
 *
 * @throws AwsError BadRequestException for an invalid pattern (the words are not known), NotImplemented
 */
export function checkSelectionPattern(pattern: string = ''): void {
  if (isJavaOnly(pattern))
    throw new AwsError(
      'NotImplemented',
      `The local AWS does not have selection patterns of Java alone: ${pattern}`,
      501,
    )
  try {
    new RegExp(pattern)
  } catch (cause) {
    const refused = new AwsError('BadRequestException', `Invalid selection pattern specified: ${pattern}`)
    throw Object.assign(refused, { cause })
  }
}
