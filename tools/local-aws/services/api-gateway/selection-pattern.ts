import { AwsError } from '../../aws-error.ts'
import { checkPattern, PatternFault } from '../../timed-pattern.ts'

/**
 * Refuses a selection pattern that cannot be evaluated.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html
 *
 * @throws AwsError BadRequestException for an invalid pattern (the words are not known), NotImplemented
 */
export function checkSelectionPattern(pattern: string = ''): void {
  try {
    checkPattern(pattern)
  } catch (cause) {
    if (!(cause instanceof PatternFault)) throw cause
    const refused =
      cause.kind === 'invalid'
        ? new AwsError('BadRequestException', `Invalid selection pattern specified: ${pattern}`)
        : new AwsError(
            'NotImplemented',
            `The local AWS does not have all selection patterns of Java. ${cause.message}`,
            501,
          )
    throw Object.assign(refused, { cause })
  }
}
